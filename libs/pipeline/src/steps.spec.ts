import { describe, expect, it } from '@jest/globals';
import { enabledSteps, predecessorOf } from './steps.js';

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
});
