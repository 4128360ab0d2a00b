import { z } from 'zod';
import type { QuestionSqlPair } from '#libs/step-files';

/** What the review reads of `evidence`; other fields, and those of other forms, count as unknown. */
const evidenceSchema = z.object({
  /** When it was proven by execution. */
  checked_at: z.string().nullish().catch(null),
  mutants: z
    .object({ living: z.array(z.unknown()) })
    .nullish()
    .catch(null),
  same_result_as: z.array(z.string()).nullish().catch(null),
  conditions: z
    .object({ vacuous: z.array(z.unknown()) })
    .nullish()
    .catch(null),
  plausible: z.object({ ok: z.boolean() }).nullish().catch(null),
  read_back: z.object({ agrees: z.boolean().nullable() }).nullish().catch(null),
});

export type KnownEvidence = z.output<typeof evidenceSchema>;

/** Null for a pair about which nothing is proven. */
export function evidenceOf({ evidence }: Pick<QuestionSqlPair, 'evidence'>): KnownEvidence | null {
  if (typeof evidence !== 'object' || evidence === null) {
    return null;
  }
  let known = KNOWN.get(evidence);
  if (known === undefined) {
    const parsed = evidenceSchema.safeParse(evidence);
    known = parsed.success ? parsed.data : null;
    KNOWN.set(evidence, known);
  }
  return known;
}

/** Parsed once: a queue is ordered after each decision. */
const KNOWN = new WeakMap<object, KnownEvidence | null>();
