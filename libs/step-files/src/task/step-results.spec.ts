import { expect, it } from '@jest/globals';
import { stepResults } from './step-results.js';

it('reads the values of results that earlier versions wrote', () => {
  const early = { total_questions: 40, output_file: 'pairs', retired: [1], kinds: 'none' };
  expect(stepResults.qa_generation.read(early, 'total_questions')).toBe(40);
  expect(stepResults.qa_generation.read(early, 'duration')).toBeUndefined();
  expect(stepResults.qa_generation.read(early, 'kinds')).toBeUndefined();
  expect(stepResults.training_load.read({ loaded: { ddl: 1, documentation: 2, sql: 3 } }, 'loaded')).toEqual({
    ddl: 1,
    documentation: 2,
    sql: 3,
  });
});

it.each([null, undefined, {}])('reads nothing of %p', (result) => {
  expect(stepResults.sql_validation.read(result, 'valid_sql_count')).toBeUndefined();
});
