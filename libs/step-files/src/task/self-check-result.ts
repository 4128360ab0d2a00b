import { z } from 'zod';
import { SELF_CHECK_KINDS } from '../pairs/self-check-questions.js';

const count = z.int().min(0);
const share = z.number().min(0).max(1);
/** Of `asked` texts, `found` met their own record. */
const found = z.object({ asked: count, found: count });

const rates = z.object({
  asked: count,
  /** Share of the needed tables with their DDL or a document among the first 3, 5, 10 of its collection. */
  table_recall: z.object({ at_3: share, at_5: share, at_10: share }),
  /** Share of the questions that have every needed table in the first ten DDL, documents and pairs. */
  context_sufficiency: share,
});

/** `self_check` in the result of `training_load`. */
export const selfCheckResultSchema = z.object({
  /** Pairs that are first for their own question. */
  questions: found,
  /** Tables that are within the first ten for their name. */
  tables: found,
  /** Questions that are not in the store; null where the task has none. */
  retrieval: z.record(z.enum(SELF_CHECK_KINDS), rates.nullable()).nullable(),
  /** The same questions by words and vectors; null where the store has no words. */
  hybrid: z.record(z.enum(SELF_CHECK_KINDS), rates.nullable()).nullable().optional(),
  left_out: z.object({ pairs_without_intent: count, loaded_as_pairs: count }).nullable(),
  /** Kinds of questions below `SELF_CHECK_MIN_PERCENT`. */
  weak: z.array(z.enum(SELF_CHECK_KINDS)),
});
export type SelfCheckResult = z.output<typeof selfCheckResultSchema>;
