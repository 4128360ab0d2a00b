import { z } from 'zod';
import type { StepName } from '#libs/pipeline';
import { proofCountsSchema } from '../report/proof-counts.js';
import { selfCheckResultSchema } from './self-check-result.js';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
/** In seconds. */
const duration = z.number();

/**
 * The result of a step: in its `{step}_result.json`, in the table of executions and in the API. Keys as in the Python
 * original.
 */
export const stepResults = {
  ddl_generation: stepResult({
    total_tables: count,
    processed_successfully: count,
    failed: count,
    failed_tables: z.array(z.object({ table: z.string(), reason: z.string() })),
    files_generated: count,
    themes: count,
    schema_left_out: z.array(z.string()),
    schema_changes: z.object({
      added: count,
      removed: count,
      altered: count,
      edited_files: z.array(z.string()),
    }),
    duration,
  }),
  qa_generation: stepResult({
    output_file: z.string(),
    total_questions: count,
    total_themes: count,
    successful_themes: count,
    failed_themes: z.array(z.string()),
    kinds: counts,
    sources: counts,
    model_budget_exhausted: z.boolean(),
    duration,
  }),
  sql_validation: stepResult({
    original_sql_count: count,
    valid_sql_count: count,
    invalid_sql_count: count,
    valid_empty: count,
    timeouts: count,
    duplicates_removed: count,
    success_rate: z.number(),
    repair_stats: z.object({ attempted: count, successful: count, failed: count }),
    file_modification_stats: z.object({ modified: count, deleted: count, failed_modifications: count }),
    average_execution_time: z.number(),
    total_retries: count,
    /** Null where the task does not prove its pairs. */
    proof: proofCountsSchema.nullable(),
    duration,
  }),
  /** Each sink adds keys of its own. */
  training_load: stepResult({
    training_data_dir: z.string(),
    load_successful: z.boolean(),
    loaded: z.object({ ddl: count, documentation: count, sql: count }),
    invalid_pairs_left_out: count,
    pairs_left_out_by_review: count,
    unvalidated_pairs: count,
    duplicate_pairs: count,
    sinks: z.array(z.string()),
    /** Absent without a vector sink, null where nothing was embedded or the check failed. */
    self_check: selfCheckResultSchema.nullable().optional(),
    /** Of the sink of that name; it has further keys. */
    pgvector_store: z.object({ self_check: selfCheckResultSchema.nullable().optional() }).optional(),
    duration,
  }),
  evaluation: stepResult({
    evaluation_id: z.string(),
    question_set: z.string(),
    questions: z.object({ total: count, counted: count, leaked: count, unusable: count, unanswerable: count }),
    /** Share of the questions whose context is sufficient, 0 to 1, by arm. */
    context_sufficiency: z.record(z.string(), z.number()),
    causes: counts,
    duration,
  }),
} satisfies Record<StepName, object>;

/** The result as the step has to return it. */
export type StepResultOf<S extends StepName> = z.input<(typeof stepResults)[S]['schema']>;

function stepResult<T extends Record<string, z.core.$ZodType>>(shape: T) {
  const schema = z.object(shape);
  return {
    schema,
    /** A key of the result, for queries in SQL. */
    key: (name: keyof T & string): string => name,
    /** One value of a result of any version; `undefined` where the result lacks it or has another form there. */
    read: <K extends keyof T & string>(result: Readonly<Record<string, unknown>> | null | undefined, name: K) =>
      z.safeParse<T[K]>(shape[name], result?.[name]).data,
  };
}
