import { z } from 'zod';
import { SINK_NAMES } from './sinks.js';

/**
 * What a task remembers of its creation: the switches and limits that every step reads.
 * Names and defaults follow the Python original where it has them.
 */
export const taskParametersSchema = z.strictObject({
  business_context: z
    .string()
    .trim()
    .min(1)
    .max(4000)
    .default('数据库管理系统')
    .describe('What the database is about, in a sentence; it decides the language of the outputs'),
  db_name: z
    .string()
    .trim()
    .min(1)
    .max(63)
    .optional()
    .describe('Name of the business database; replaces the one in BUSINESS_DATABASE_URL'),
  language: z.enum(['zh', 'en']).optional().describe('Language of the outputs; by default that of business_context'),
  enable_sql_validation: z.boolean().default(true).describe('Run the sql_validation step'),
  enable_llm_repair: z.boolean().default(true).describe('Try to repair invalid SQL'),
  modify_original_file: z
    .boolean()
    .default(true)
    .describe('Rewrite the pair file: repaired SQL replaced, invalid pairs removed'),
  enable_training_data_load: z.boolean().default(true).describe('Run the training_load step'),
  continue_on_error: z
    .boolean()
    .default(false)
    .describe('Go on without tables that are missing or cannot be read, instead of failing the step'),
  max_table_failures: z
    .int()
    .min(0)
    .max(10_000)
    .default(50)
    .describe(
      'In ddl_generation, tables that may fail (dropped during the run; with continue_on_error also missing or denied) ' +
        'before the step gives up',
    ),
  theme_count: z.int().min(1).max(100).default(5).describe('Themes that the questions are spread over'),
  questions_per_theme: z.int().min(1).max(100).default(10).describe('Question–SQL pairs a theme'),
  max_concurrent_themes: z.int().min(1).max(16).default(1).describe('Themes worked on at the same time'),
  max_tokens: z
    .int()
    .min(1)
    .max(1_000_000_000_000)
    .optional()
    .describe('Tokens, prompt and completion, that the task may spend on the language model, over all of its steps'),
  max_cost: z
    .number()
    .positive()
    .max(1_000_000_000)
    .optional()
    .describe('Money that the task may spend on the language model, in the currency of LLM_INPUT_PRICE'),
  execute_sql: z
    .boolean()
    .default(true)
    .describe('In sql_validation, also run each statement, read-only and bounded, to see whether it returns rows'),
  replace: z
    .union([z.boolean(), z.literal('database')])
    .default(false)
    .describe(
      'In training_load, remove what earlier loads of this task (true), or of any task on this database ("database"), ' +
        'brought and is no longer there',
    ),
  create_index: z
    .boolean()
    .default(false)
    .describe('In training_load, build an HNSW index for each collection when all vectors share one dimension'),
  training_sinks: z
    .array(z.enum(SINK_NAMES))
    .min(1)
    .default([...SINK_NAMES])
    .describe('Where training_load brings the data: the tables of Vanna, files for fine-tuning and evaluation'),
});

export type TaskParameters = z.infer<typeof taskParametersSchema>;
