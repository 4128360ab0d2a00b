import { describe, expect, it } from '@jest/globals';
import { taskParametersSchema } from '#libs/pipeline';
import { RequestValidation } from '../http/validation.pipe.js';
import { CreateTaskRequest } from './create-task.dto.js';
import { taskParametersOf, type EveryParameter } from './task-parameters.mapper.js';

const pipe = new RequestValidation();

async function parametersOf(body: object) {
  const request: unknown = await pipe.transform(body, { type: 'body', metatype: CreateTaskRequest });
  return JSON.parse(JSON.stringify(taskParametersOf(request as CreateTaskRequest))) as unknown;
}

describe('taskParametersOf', () => {
  it('gives the parameters that the schema of the steps knows, with its defaults', async () => {
    const given = { business_context: 'shop', tables: ['a'], task_name: 'x', schedule: '0 2 * * *' };
    expect(await parametersOf(given)).toEqual(taskParametersSchema.parse({ business_context: 'shop' }));
  });

  it('keeps every parameter that is sent', async () => {
    const given = {
      business_context: 'shop',
      db_name: 'shop',
      language: 'en',
      enable_sql_validation: false,
      enable_llm_repair: false,
      modify_original_file: false,
      enable_training_data_load: false,
      enable_evaluation: true,
      evaluation_set: 'set_1',
      min_context_sufficiency: 70,
      continue_on_error: true,
      max_table_failures: 1,
      theme_count: 2,
      questions_per_theme: 3,
      pairs_per_task: 6,
      learn_from: ['views'],
      unanswerable_questions: true,
      max_concurrent_themes: 4,
      max_tokens: 5,
      max_cost: 0.5,
      execute_sql: false,
      prove_pairs: false,
      replace: 'database',
      create_index: true,
      reembed: true,
      load_metadata_documents: true,
      load: 'approved',
      schema_objects: 'full',
      training_sinks: ['files'],
    };
    expect(await parametersOf(given)).toEqual(given);
    expect(Object.keys(given).sort()).toEqual(Object.keys(taskParametersSchema.shape).sort());
  });

  it('does not compile when a parameter is not named', () => {
    const { theme_count: _, ...others } = {} as EveryParameter;
    // @ts-expect-error: theme_count is missing
    const parameters: EveryParameter = others;
    expect(parameters).toEqual({});
  });
});
