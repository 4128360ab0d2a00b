import { describe, expect, it } from '@jest/globals';
import { stepStatuses, taskStatus, type ExecutionFacts } from './roll-up.js';

const all = { enable_sql_validation: true, enable_training_data_load: true };

function executions(...facts: string[]): ExecutionFacts[] {
  return facts.map((fact) => {
    const [step, status, flag] = fact.split(' ');
    return { step, status, superseded: flag === 'superseded' } as ExecutionFacts;
  });
}

const completedRun = [
  'ddl_generation completed',
  'qa_generation completed',
  'sql_validation completed',
  'training_load completed',
];

describe('taskStatus', () => {
  it.each<[string, string[], typeof all]>([
    ['pending', [], all],
    ['in_progress', ['ddl_generation pending'], all],
    ['in_progress', ['ddl_generation completed', 'qa_generation running'], all],
    ['partial_completed', ['ddl_generation completed'], all],
    ['partial_completed', ['ddl_generation completed', 'qa_generation completed', 'sql_validation completed'], all],
    ['completed', completedRun, all],
    ['completed', completedRun.slice(0, 2), { enable_sql_validation: false, enable_training_data_load: false }],
    ['failed', ['ddl_generation completed', 'qa_generation failed'], all],
    ['failed', [...completedRun, 'training_load failed'], all],
    ['cancelled', ['ddl_generation cancelled'], all],
    ['completed', [...completedRun.slice(0, 3), 'training_load failed', 'training_load completed'], all],
    ['partial_completed', ['qa_generation failed', 'ddl_generation completed'], all],
    ['partial_completed', [...completedRun.map((fact) => `${fact} superseded`), 'ddl_generation completed'], all],
  ])('is %s after %j', (expected, facts, switches) => {
    expect(taskStatus(executions(...facts), switches)).toBe(expected);
  });
});

describe('stepStatuses', () => {
  it('takes the newest execution that still counts', () => {
    expect(
      stepStatuses(
        executions('ddl_generation failed', 'ddl_generation completed', 'qa_generation completed superseded'),
      ),
    ).toEqual({
      ddl_generation: 'completed',
      qa_generation: 'pending',
      sql_validation: 'pending',
      training_load: 'pending',
    });
  });
});
