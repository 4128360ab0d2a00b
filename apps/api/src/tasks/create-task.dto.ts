import { LANGUAGES } from '#libs/language';
import {
  DEFAULT_TASK_PARAMETERS as DEFAULTS,
  LEARN_SOURCES,
  LOADED_PAIRS,
  SCHEMA_OBJECTS,
  isDatabaseName,
  MAX_DATABASE_NAME_BYTES,
  DEFAULT_SINKS,
  SINK_NAMES,
  TASK_PARAMETER_LIMITS as LIMITS,
  type TaskParameters,
} from '#libs/pipeline';
import { ChoiceField, FlagField, IntegerField, ListField, PositiveNumberField, TextField } from '../fields/field.js';
import { Rule } from '../fields/request-rule.js';
import { choiceShape, textShape } from '../fields/shapes.js';
import { BodyExample } from '../openapi/body-example.js';
import { CRON } from '../schedules/schedule.dto.js';

@Rule<CreateTaskRequest>(
  'tables',
  { zh: 'table_list_file 和 tables 只能给一个', en: 'expected table_list_file or tables, not both' },
  ({ table_list_file: file, tables }) => file === undefined || tables === undefined,
)
@BodyExample<CreateTaskRequest>({
  table_list_file: 'tables.txt',
  business_context: '高速公路服务区管理系统',
  db_name: 'highway_db',
  enable_sql_validation: true,
  enable_llm_repair: true,
  modify_original_file: true,
  enable_training_data_load: true,
})
export class CreateTaskRequest implements TaskParameters {
  @TextField({ max: 255, trim: true, kept: true, optional: true, description: 'A name for people' })
  task_name?: string;

  @TextField({
    max: 1_000,
    kept: true,
    optional: true,
    description: 'A list file inside TABLE_LIST_DIRECTORY, one table a line',
  })
  table_list_file?: string;

  @ListField(textShape({ max: 500, kept: true }), {
    max: 1_000,
    optional: true,
    description: 'Tables as schema.table, table or a pattern (public.*, sales.fact_*); instead of table_list_file',
  })
  tables?: string[];

  @TextField({ ...CRON, optional: true, description: 'Also runs the task by itself, at these times' })
  schedule?: string;

  @TextField({
    ...LIMITS.business_context,
    trim: true,
    kept: true,
    description: 'What the database is about, in a sentence; it decides the language of the outputs',
  })
  business_context!: string;

  @TextField({
    max: MAX_DATABASE_NAME_BYTES,
    trim: true,
    pattern: /^[^/?&@:]+$/,
    accepts: isDatabaseName,
    expected: {
      zh: `数据库名称，而不是 URL：1 到 ${MAX_DATABASE_NAME_BYTES} 字节，不含 / ? & @ : #`,
      en: `a name, not a URL: 1 to ${MAX_DATABASE_NAME_BYTES} bytes, without / ? & @ : #`,
    },
    optional: true,
    description: 'Name of the business database; replaces the one in BUSINESS_DATABASE_URL',
  })
  db_name?: string;

  @ChoiceField(LANGUAGES, {
    optional: true,
    description: 'Language of the outputs; by default that of business_context',
  })
  language?: TaskParameters['language'];

  @FlagField({ default: DEFAULTS.enable_sql_validation, description: 'Run the sql_validation step' })
  enable_sql_validation!: boolean;

  @FlagField({ default: DEFAULTS.enable_llm_repair, description: 'Try to repair invalid SQL' })
  enable_llm_repair!: boolean;

  @FlagField({
    default: DEFAULTS.modify_original_file,
    description: 'Rewrite the pair file: repaired SQL replaced, invalid pairs removed',
  })
  modify_original_file!: boolean;

  @FlagField({ default: DEFAULTS.enable_training_data_load, description: 'Run the training_load step' })
  enable_training_data_load!: boolean;

  @FlagField({
    optional: true,
    description:
      'Run the evaluation step: what readers find in the loaded store for questions that are not in it; by default it is ' +
      'not a part of the task',
  })
  enable_evaluation?: boolean;

  @TextField({
    ...LIMITS.evaluation_set,
    optional: true,
    description: 'Id of a question set for the evaluation; by default the questions that qa_generation keeps back',
  })
  evaluation_set?: string;

  @IntegerField({
    ...LIMITS.min_context_sufficiency,
    optional: true,
    description:
      'Percent. training_load measures its data before it loads them, and fails with evaluation_gate_failed when fewer ' +
      'questions find every table, column and join that they need',
  })
  min_context_sufficiency?: number;

  @FlagField({
    default: DEFAULTS.continue_on_error,
    description: 'Go on without tables that are missing or cannot be read, instead of failing the step',
  })
  continue_on_error!: boolean;

  @IntegerField({
    ...LIMITS.max_table_failures,
    default: DEFAULTS.max_table_failures,
    description:
      'In ddl_generation, tables that may fail (dropped during the run; with continue_on_error also missing or denied) ' +
      'before the step gives up',
  })
  max_table_failures!: number;

  @IntegerField({
    ...LIMITS.theme_count,
    default: DEFAULTS.theme_count,
    description: 'Themes that the questions are spread over',
  })
  theme_count!: number;

  @IntegerField({
    ...LIMITS.questions_per_theme,
    default: DEFAULTS.questions_per_theme,
    description: 'Question–SQL pairs a theme',
  })
  questions_per_theme!: number;

  @IntegerField({
    ...LIMITS.pairs_per_task,
    optional: true,
    description:
      'Question–SQL pairs of the task altogether; those beyond the themes go to what they do not reach. By default it ' +
      'grows with the tables and joins of the database',
  })
  pairs_per_task?: number;

  @ListField(choiceShape(LEARN_SOURCES), {
    max: LEARN_SOURCES.length,
    optional: true,
    description:
      'Real SQL that qa_generation learns pairs from: pg_stat_statements of the business database (statistics), log files ' +
      'and .sql files that were uploaded to the task, definitions of views. By default none',
  })
  learn_from?: TaskParameters['learn_from'];

  @FlagField({
    optional: true,
    description:
      'The exports of training_load also hold questions that no data answer, for readers that learn to decline; by ' +
      'default they do not. The store never holds them',
  })
  unanswerable_questions?: boolean;

  @IntegerField({
    ...LIMITS.max_concurrent_themes,
    default: DEFAULTS.max_concurrent_themes,
    description: 'Themes worked on at the same time',
  })
  max_concurrent_themes!: number;

  @IntegerField({
    ...LIMITS.max_tokens,
    optional: true,
    description: 'Tokens, prompt and completion, that the task may spend on the language model, over all of its steps',
  })
  max_tokens?: number;

  @PositiveNumberField({
    ...LIMITS.max_cost,
    optional: true,
    description: 'Money that the task may spend on the language model, in the currency of LLM_INPUT_PRICE',
  })
  max_cost?: number;

  @FlagField({
    default: DEFAULTS.execute_sql,
    description: 'In sql_validation, also run each statement, read-only and bounded, to see whether it returns rows',
  })
  execute_sql!: boolean;

  @FlagField({
    default: DEFAULTS.prove_pairs,
    description:
      'In sql_validation, compare the result of each pair with those of slightly changed statements, and keep the ' +
      'evidence in the pair. Needs execute_sql',
  })
  prove_pairs!: boolean;

  @ChoiceField([true, false, 'database'], {
    default: DEFAULTS.replace,
    description:
      'In training_load, remove what earlier loads of this task (true), or of any task on this database ("database", with ' +
      'an admin key), brought and is no longer there',
  })
  replace!: boolean | 'database';

  @FlagField({
    default: DEFAULTS.create_index,
    description: 'In training_load, build an HNSW index for each collection when all vectors share one dimension',
  })
  create_index!: boolean;

  @FlagField({
    default: DEFAULTS.reembed,
    description:
      'In training_load, first embed all records of the store again that another model has embedded; needs an admin key',
  })
  reembed!: boolean;

  @FlagField({
    default: DEFAULTS.load_metadata_documents,
    description: 'In training_load, also load metadata_detail.md, which describes the themes and no table',
  })
  load_metadata_documents!: boolean;

  @ChoiceField(LOADED_PAIRS, {
    default: DEFAULTS.load,
    description:
      'In training_load, the pairs to load and export by their review: only approved ones, all but rejected ones, or all. ' +
      'PATCH /tasks/{task_id} changes it',
  })
  load!: TaskParameters['load'];

  @ChoiceField(SCHEMA_OBJECTS, {
    default: DEFAULTS.schema_objects,
    description:
      'In ddl_generation, what schema.sql restores: the relations and all they need, or also their rules, triggers and ' +
      'row security (full)',
  })
  schema_objects!: TaskParameters['schema_objects'];

  @ListField(choiceShape(SINK_NAMES), {
    max: SINK_NAMES.length,
    default: DEFAULT_SINKS,
    description:
      'Where training_load brings the data: the tables of Vanna, the table of PGVectorStore, files for fine-tuning and ' +
      'evaluation',
  })
  training_sinks!: TaskParameters['training_sinks'];
}
