import { z } from 'zod';
import { DIFFICULTIES } from '#libs/sql-safety';
import { jsonFile } from '../json-file.js';
import { proofCountsSchema } from './proof-counts.js';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const share = z.number().min(0).max(1);
const coverage = z.object({
  covered: count,
  total: count,
  share,
  /** Names of uncovered items. */
  missing: z.array(z.string()).readonly(),
});

/** `qa_quality.json`: how good the valid pairs are as examples. */
export const qualityFile = jsonFile(
  z.object({
    /** The pair file; the first of them where the run validated several. */
    pair_file: z.string(),
    /** All pair files, where there are several. */
    pair_files: z.array(z.string()).readonly().optional(),
    measured_at: z.string(),
    /** Before duplicates are removed. */
    pairs: count,
    duplicates_removed: count,
    valid: count,
    valid_share: share,
    /** Valid pairs without rows. */
    empty: count,
    empty_share: share,
    repaired: count,
    /** Valid pairs by what was read back from the statement. */
    read_back: z.object({ agree: count, disagree: count, unread: count, disagree_by_slot: counts }).optional(),
    coverage: z.object({
      tables: coverage,
      columns: coverage,
      foreign_keys: coverage,
      technical_columns_left_out: count,
      unreadable_tables_left_out: z.array(z.string()).readonly(),
    }),
    pairs_by_kind: counts,
    pairs_by_source: counts,
    pairs_by_sql_feature: counts,
    pairs_by_difficulty: z.partialRecord(z.enum(DIFFICULTIES), count),
    difficulty_rule: z.string(),
    /** Absent where the task does not prove its pairs. */
    proof: proofCountsSchema
      .extend({
        weak_pairs: z
          .array(z.object({ pair_id: z.string(), question: z.string(), reasons: z.array(z.string()) }))
          .readonly(),
      })
      .optional(),
    model_usage: z
      .array(
        z.object({
          step_name: z.string(),
          model: z.string(),
          requests: count,
          cached_answers: count,
          prompt_tokens: count,
          completion_tokens: count,
          /** Null without prices. */
          cost: z.number().nullable(),
        }),
      )
      .readonly(),
  }),
);
export type QualityReport = z.input<typeof qualityFile.schema>;
