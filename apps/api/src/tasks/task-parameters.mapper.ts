import type { TaskParameters } from '#libs/pipeline';
import type { CreateTaskRequest } from './create-task.dto.js';

/** Request fields that are not step parameters. */
type OwnField = 'task_name' | 'table_list_file' | 'tables' | 'schedule';
type Unmapped = Exclude<keyof CreateTaskRequest, OwnField | keyof TaskParameters>;

/** A parameter that is new has to be named here, and so has a field of the request that is none. */
export type EveryParameter = { readonly [K in keyof Required<TaskParameters>]: TaskParameters[K] } & {
  readonly [K in Unmapped]: never;
};

/** The stored parameters of a task, mapped one by one from the request that creates it. */
export function taskParametersOf(request: CreateTaskRequest): TaskParameters {
  const parameters: EveryParameter = {
    business_context: request.business_context,
    db_name: request.db_name,
    language: request.language,
    enable_sql_validation: request.enable_sql_validation,
    enable_llm_repair: request.enable_llm_repair,
    modify_original_file: request.modify_original_file,
    enable_training_data_load: request.enable_training_data_load,
    enable_evaluation: request.enable_evaluation,
    evaluation_set: request.evaluation_set,
    min_context_sufficiency: request.min_context_sufficiency,
    continue_on_error: request.continue_on_error,
    max_table_failures: request.max_table_failures,
    theme_count: request.theme_count,
    questions_per_theme: request.questions_per_theme,
    pairs_per_task: request.pairs_per_task,
    learn_from: request.learn_from,
    unanswerable_questions: request.unanswerable_questions,
    max_concurrent_themes: request.max_concurrent_themes,
    max_tokens: request.max_tokens,
    max_cost: request.max_cost,
    execute_sql: request.execute_sql,
    prove_pairs: request.prove_pairs,
    replace: request.replace,
    create_index: request.create_index,
    reembed: request.reembed,
    load_metadata_documents: request.load_metadata_documents,
    load: request.load,
    schema_objects: request.schema_objects,
    training_sinks: request.training_sinks,
  };
  return parameters;
}
