import { describe, expect, it } from '@jest/globals';
import type { StepSwitches } from '#libs/pipeline';
import { shownStatuses, staleSteps, stepStatuses, taskStatus, type ExecutionFacts } from './roll-up.js';

const all = { enable_sql_validation: true, enable_training_data_load: true };

function executions(...facts: string[]): ExecutionFacts[] {
  return facts.map((fact) => {
    const [step, status, flag] = fact.split(' ');
    const staleAt = flag === 'stale' ? new Date(0) : null;
    return { step, status, superseded: flag === 'superseded', staleAt } as ExecutionFacts;
  });
}

const completedRun = [
  'ddl_generation completed',
  'qa_generation completed',
  'sql_validation completed',
  'training_load completed',
];

describe('taskStatus', () => {
  it.each<[string, string[], StepSwitches]>([
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
    ['partial_completed', [...completedRun.slice(0, 3), 'training_load completed stale'], all],
    ['completed', [...completedRun.slice(0, 3), 'training_load completed stale', 'training_load completed'], all],
    ['completed', completedRun.with(2, 'sql_validation completed stale'), { enable_training_data_load: true }],
    ['failed', [...completedRun, 'qa_generation completed stale', 'training_load failed'], all],
  ])('is %s after %j', (expected, facts, switches) => {
    expect(taskStatus(executions(...facts), switches)).toBe(expected);
  });
});

describe('staleSteps', () => {
  it('are the completed ones whose newest execution is stale', () => {
    const facts = ['qa_generation completed stale', 'sql_validation completed stale', 'training_load completed stale'];
    const later = ['sql_validation failed', 'training_load completed', 'ddl_generation completed superseded'];
    expect(staleSteps(executions(...facts))).toEqual(['qa_generation', 'sql_validation', 'training_load']);
    expect(staleSteps(executions(...facts, ...later))).toEqual(['qa_generation']);
  });
});

describe('shownStatuses', () => {
  const shown = (switches: object, ...facts: string[]) =>
    Object.keys(shownStatuses(stepStatuses(executions(...facts)), switches)).at(-1);

  it('shows an optional step where it is enabled or has run, and the others always', () => {
    expect(shown(all)).toBe('training_load');
    expect(shown({})).toBe('training_load');
    expect(shown({ ...all, enable_evaluation: true })).toBe('evaluation');
    expect(shown(all, 'evaluation failed')).toBe('evaluation');
    expect(shown(all, 'evaluation failed superseded')).toBe('training_load');
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
      evaluation: 'pending',
      qa_generation: 'pending',
      sql_validation: 'pending',
      training_load: 'pending',
    });
  });
});
