import { describe, expect, it } from '@jest/globals';
import { STEP_NAMES, stepsAfter } from '#libs/pipeline';
import { readersOf } from './readers-of.js';

describe('readersOf', () => {
  it.each<[string, readonly string[]]>([
    ['semantic_model.yaml', STEP_NAMES],
    ['table_list.txt', STEP_NAMES],
    ['orders.ddl', stepsAfter('ddl_generation')],
    ['orders_detail.md', stepsAfter('ddl_generation')],
    ['metadata.txt', stepsAfter('ddl_generation')],
    ['qs_sales_20250701_143052_pair.json', stepsAfter('qa_generation')],
    ['my_own_pairs.json', stepsAfter('qa_generation')],
    ['qs_sales_20250701_143052_pair.json.backup', []],
    ['data_pipeline.log', []],
    ['task_result.json', []],
    ['training_data.jsonl', []],
  ])('%s', (name, steps) => {
    expect(readersOf(name)).toEqual(steps);
  });
});
