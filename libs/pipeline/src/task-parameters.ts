import { z } from 'zod';
import { LANGUAGES } from '#libs/language';
import { isDatabaseName } from './database-name.js';
import { DEFAULT_SINKS, SINK_NAMES } from './sinks.js';

/** Least and most of each number, and of the characters of each text. */
export const TASK_PARAMETER_LIMITS = {
  business_context: { min: 1, max: 4_000 },
  max_table_failures: { min: 0, max: 10_000 },
  theme_count: { min: 1, max: 100 },
  questions_per_theme: { min: 1, max: 100 },
  pairs_per_task: { min: 1, max: 20_000 },
  max_concurrent_themes: { min: 1, max: 16 },
  max_tokens: { min: 1, max: 1_000_000_000_000 },
  evaluation_set: { min: 1, max: 64 },
  /** Percent. */
  min_context_sufficiency: { min: 1, max: 100 },
  /** Above 0. */
  max_cost: { max: 1_000_000_000 },
} as const;

/** The values of parameters that a task was not given; the names and values of the Python original where it has them. */
export const DEFAULT_TASK_PARAMETERS = {
  enable_sql_validation: true,
  enable_llm_repair: true,
  modify_original_file: true,
  enable_training_data_load: true,
  continue_on_error: false,
  max_table_failures: 50,
  theme_count: 5,
  questions_per_theme: 10,
  max_concurrent_themes: 1,
  execute_sql: true,
  prove_pairs: true,
  replace: false,
  create_index: false,
  reembed: false,
  load_metadata_documents: false,
  load: 'not_rejected',
  schema_objects: 'relations',
} as const;

/** The pairs that training_load loads and exports, by their review. */
export const LOADED_PAIRS = ['approved', 'not_rejected', 'all'] as const;

/** Real SQL that `qa_generation` learns from. */
export const LEARN_SOURCES = ['statistics', 'log_files', 'views', 'sql_files'] as const;
export type LearnSource = (typeof LEARN_SOURCES)[number];

/** Scope of schema.sql: the relations and all they need, or also their rules, triggers and row security. */
export const SCHEMA_OBJECTS = ['relations', 'full'] as const;

const LIMITS = TASK_PARAMETER_LIMITS;
const DEFAULTS = DEFAULT_TASK_PARAMETERS;
const flag = (initial: boolean) => z.boolean().default(initial);
const integer = ({ min, max }: { min: number; max: number }) => z.int().min(min).max(max);

/** The stored parameters of a task: the switches and limits that every step reads. */
export const taskParametersSchema = z.strictObject({
  business_context: z
    .string()
    .trim()
    .min(LIMITS.business_context.min)
    .max(LIMITS.business_context.max)
    .default('数据库管理系统'),
  db_name: z.string().refine(isDatabaseName).optional(),
  language: z.enum(LANGUAGES).optional(),
  enable_sql_validation: flag(DEFAULTS.enable_sql_validation),
  enable_llm_repair: flag(DEFAULTS.enable_llm_repair),
  modify_original_file: flag(DEFAULTS.modify_original_file),
  enable_training_data_load: flag(DEFAULTS.enable_training_data_load),
  /** Optional, so that the parameters of tasks without the step are as they were before it. */
  enable_evaluation: z.boolean().optional(),
  /** Id of a set of questions; absent: the questions that `qa_generation` keeps back. */
  evaluation_set: z.string().min(LIMITS.evaluation_set.min).max(LIMITS.evaluation_set.max).optional(),
  /** A load is refused when fewer questions find what they need in the data that would be loaded. */
  min_context_sufficiency: integer(LIMITS.min_context_sufficiency).optional(),
  continue_on_error: flag(DEFAULTS.continue_on_error),
  max_table_failures: integer(LIMITS.max_table_failures).default(DEFAULTS.max_table_failures),
  theme_count: integer(LIMITS.theme_count).default(DEFAULTS.theme_count),
  questions_per_theme: integer(LIMITS.questions_per_theme).default(DEFAULTS.questions_per_theme),
  pairs_per_task: integer(LIMITS.pairs_per_task).optional(),
  /** Optional, as the parameters of tasks without it were. */
  learn_from: z.array(z.enum(LEARN_SOURCES)).min(1).optional(),
  /** Optional, as the parameters of tasks without it were: exports hold questions that no data answer. */
  unanswerable_questions: z.boolean().optional(),
  max_concurrent_themes: integer(LIMITS.max_concurrent_themes).default(DEFAULTS.max_concurrent_themes),
  max_tokens: integer(LIMITS.max_tokens).optional(),
  max_cost: z.number().positive().max(LIMITS.max_cost.max).optional(),
  execute_sql: flag(DEFAULTS.execute_sql),
  prove_pairs: flag(DEFAULTS.prove_pairs),
  replace: z.union([z.boolean(), z.literal('database')]).default(DEFAULTS.replace),
  create_index: flag(DEFAULTS.create_index),
  reembed: flag(DEFAULTS.reembed),
  load_metadata_documents: flag(DEFAULTS.load_metadata_documents),
  load: z.enum(LOADED_PAIRS).default(DEFAULTS.load),
  schema_objects: z.enum(SCHEMA_OBJECTS).default(DEFAULTS.schema_objects),
  training_sinks: z
    .array(z.enum(SINK_NAMES))
    .min(1)
    .default([...DEFAULT_SINKS]),
});

export type TaskParameters = z.infer<typeof taskParametersSchema>;
