import { z } from 'zod';
import { jsonFile } from '../json-file.js';
import { pairEvidenceSchema } from '../pairs/evidence.js';
import { proofCountsSchema } from './proof-counts.js';

/**
 * `valid`: planned and, if asked, returned rows · `valid_empty`: ran and returned none · `timeout`: took too long or
 * would cost too much · `invalid`: refused by the check or by the server.
 */
export const PAIR_STATUSES = ['valid', 'valid_empty', 'timeout', 'invalid'] as const;
export type PairStatus = (typeof PAIR_STATUSES)[number];

const count = z.int().min(0);

export const reportMetadataSchema = z.object({
  /** The pair file; the first of them where the run validated several. */
  input_file: z.string(),
  /** All pair files, where there are several. */
  input_files: z.array(z.string()).optional(),
  validation_time: z.string().optional(),
  total_validation_time: z.number().optional(),
  /** Without user and password. */
  database_connection: z.string().optional(),
  config: z.record(z.string(), z.json()).optional(),
});

const summarySchema = z.object({
  total_questions: count,
  valid_sqls: count,
  invalid_sqls: count,
  valid_empty: count,
  timeouts: count,
  duplicates_removed: count,
  success_rate: z.number(),
  average_execution_time: z.number(),
  total_retries: count,
  repair_stats: z.object({ attempted: count, successful: count, failed: count }),
  file_modification_stats: z.object({ modified: count, deleted: count, failed_modifications: count }),
  /** Absent where the task does not prove its pairs, and in reports of earlier versions. */
  proof: proofCountsSchema.optional(),
});

const place = {
  /** From 1, in its pair file. */
  index: z.number().optional(),
  /** The pair file, where the run validated several. */
  file: z.string().optional(),
  pair_id: z.string().optional(),
  question: z.string(),
  sql: z.string(),
};

/** Reports of the Python original have no more than the fields that are required here. */
export const reportResultSchema = z.object({
  ...place,
  valid: z.boolean(),
  status: z.enum(PAIR_STATUSES).optional(),
  error_message: z.string().nullish(),
  sqlstate: z.string().nullish(),
  /** From 1, in characters of the statement. */
  position: z.number().nullish(),
  hint: z.string().nullish(),
  execution_time: z.number().optional(),
  retry_count: count.optional(),
  repair_attempted: z.boolean().nullish(),
  repair_successful: z.boolean().nullish(),
  repaired_by: z.enum(['rule', 'model']).nullish(),
  repaired_sql: z.string().nullish(),
  repair_error: z.string().nullish(),
  /** Whether the statement asks what the question asks; null where nothing can be compared. */
  read_back: z
    .object({
      agrees: z.boolean().nullable(),
      by: z.string().nullable(),
      slots: z.array(z.object({ slot: z.string(), expected: z.string(), found: z.string() })),
    })
    .nullish(),
  /** As in the pair record. */
  evidence: pairEvidenceSchema.nullish(),
  /** Reasons against the pair, in the language of the task. */
  weaknesses: z.array(z.string()).optional(),
});
export type ReportResult = z.infer<typeof reportResultSchema>;

/** A pair that repeats an earlier one. */
export const reportDuplicateSchema = z.object(place);

/** `sql_validation_{ts}_report.json`, for programs. File names only, no path and no password. */
export const validationReportFile = jsonFile(
  z.object({
    metadata: reportMetadataSchema,
    summary: summarySchema,
    detailed_results: z.array(reportResultSchema),
    duplicates: z.array(reportDuplicateSchema),
  }),
);
export type ValidationReport = z.output<typeof validationReportFile.schema>;
