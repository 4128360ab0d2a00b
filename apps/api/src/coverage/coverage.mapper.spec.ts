import { describe, expect, it } from '@jest/globals';
import type { LearntQueries } from '#libs/step-files';
import { coverageView } from './coverage.mapper.js';

const form = {
  from: 'views',
  skeleton: 'SELECT ?',
  tables: ['public.a'],
  columns: [],
  joins: [],
  slots: ['window'],
} as const;
const learnt: LearntQueries = {
  sources: [],
  forms: 250,
  pairs: 3,
  held_out: 1,
  left_out: {},
  not_learnt: Array.from({ length: 246 }, (_, at) => ({
    ...form,
    tables: [...form.tables],
    columns: [],
    joins: [],
    slots: [...form.slots],
    calls: 246 - at,
    hint: 'somebody wrote this',
  })),
  not_learnt_total: 246,
  not_covered: { tables: [{ name: 'public.a', calls: 9 }], joins: [], other_tables: [{ name: 'b', calls: 2 }] },
  questions: [],
};
const part = { covered: 1, total: 2, share: 0.5, missing: ['public.a'] };

describe('coverageView', () => {
  it('has neither part of a task that has only begun', () => {
    expect(coverageView('t', null, null)).toEqual({ task_id: 't', measured: null, asked: null });
  });

  it('has what is asked and not covered, and the most frequent forms without a pair', () => {
    const { asked } = coverageView('t', null, learnt);
    expect(asked).toMatchObject({ forms: 250, pairs: 3, ...learnt.not_covered, not_learnt_total: 246 });
    expect(asked?.not_learnt).toHaveLength(100);
    expect(asked?.not_learnt[0]).toEqual({
      skeleton: 'SELECT ?',
      tables: ['public.a'],
      columns: [],
      joins: [],
      calls: 246,
      slots: ['window'],
    });
  });

  it('has what valid pairs cover', () => {
    const coverage = { tables: part, columns: part, foreign_keys: part };
    const quality = { measured_at: '2026-01-02T03:04:05Z', coverage } as unknown as Parameters<typeof coverageView>[1];
    expect(coverageView('t', quality, null).measured).toEqual({
      measured_at: '2026-01-02T03:04:05Z',
      tables: { covered: 1, total: 2, missing: ['public.a'] },
      columns: { covered: 1, total: 2, missing: ['public.a'] },
      foreign_keys: { covered: 1, total: 2, missing: ['public.a'] },
    });
  });
});
