import { describe, expect, it } from '@jest/globals';
import { QUEUE_NAMES } from './queue-names.js';
import { enabledSteps, FIRST_STEP, perStep, predecessorOf, STEP_NAMES, STEPS, stepsAfter } from './steps.js';

const all = { enable_sql_validation: true, enable_training_data_load: true };

describe('the order of the steps', () => {
  it('runs all four by default', () => {
    expect(enabledSteps(all)).toEqual(['ddl_generation', 'qa_generation', 'sql_validation', 'training_load']);
    expect(predecessorOf('ddl_generation', all)).toBeNull();
    expect(predecessorOf('training_load', all)).toBe('sql_validation');
  });

  it('lets training_load depend on qa_generation when validation is off', () => {
    const switches = { ...all, enable_sql_validation: false };
    expect(enabledSteps(switches)).toEqual(['ddl_generation', 'qa_generation', 'training_load']);
    expect(predecessorOf('training_load', switches)).toBe('qa_generation');
  });

  it('knows the predecessor of a disabled step that is run by itself', () => {
    expect(predecessorOf('sql_validation', { ...all, enable_sql_validation: false })).toBe('qa_generation');
    expect(enabledSteps({ ...all, enable_training_data_load: false })).not.toContain('training_load');
  });

  it.each([
    ['one switch', { enable_sql_validation: true }, ['ddl_generation', 'qa_generation', 'sql_validation']],
    ['no switch', {}, ['ddl_generation', 'qa_generation']],
  ])('leaves out a step whose switch a stored task does not have: %s', (_, stored, steps) => {
    expect(enabledSteps(stored)).toEqual(steps);
  });

  it('knows the steps that need another one', () => {
    expect(stepsAfter('qa_generation')).toEqual(['sql_validation', 'training_load', 'evaluation']);
    expect(stepsAfter('evaluation')).toEqual([]);
  });
});

describe('the table of steps', () => {
  it('has every step after the one that it needs', () => {
    const seen: string[] = [];
    for (const { name, after } of STEPS) {
      expect(seen).toEqual(after === null ? [] : expect.arrayContaining([after]));
      seen.push(name);
    }
    expect(STEPS.filter(({ after }) => after === null)).toEqual([expect.objectContaining({ name: FIRST_STEP })]);
  });

  it('has no name and no queue twice', () => {
    expect(new Set(STEP_NAMES).size).toBe(STEPS.length);
    expect(new Set(QUEUE_NAMES).size).toBe(QUEUE_NAMES.length);
  });

  it('gives a value for each step', () => {
    expect(perStep((step) => step.length)).toMatchObject({ ddl_generation: 14, training_load: 13 });
  });
});
