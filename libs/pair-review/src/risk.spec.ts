import { describe, expect, it } from '@jest/globals';
import { newPair, type QuestionSqlPair } from '#libs/step-files';
import { pageOf, withRisks } from './pair-search.js';
import { riskScore, risksOf } from './risk.js';
import { NO_REVIEWS } from './task-reviews.js';

const PROVEN = { checked_at: '2026-01-01T00:00:00Z', mutants: { made: 2, killed: 2, living: [] }, same_result_as: [] };

function reviewed(facts: Partial<QuestionSqlPair>, position = 0) {
  const pair = newPair({ question: `q ${position}`, sql: 'SELECT 1', ...facts });
  return { file: 'f', position, raw: pair, made: null, pair, review: NO_REVIEWS.stateOf(pair) };
}

describe('the risks of a pair', () => {
  it.each([
    [{}, ['unproven']],
    [{ evidence: PROVEN }, []],
    [{ evidence: 'of another kind' }, ['unproven']],
    [
      { evidence: { ...PROVEN, mutants: { made: 2, killed: 1, living: [{ kind: 'x', sql: 'y' }] } } },
      ['living_mutants'],
    ],
    [
      { evidence: { ...PROVEN, same_result_as: ['pair_a'] }, source: 'model' as const },
      ['same_result', 'made_by_model'],
    ],
    [
      { evidence: { ...PROVEN, plausible: { ok: false, reasons: [] }, read_back: { agrees: false } } },
      ['read_back_differs', 'implausible'],
    ],
    [{ evidence: { ...PROVEN, conditions: { vacuous: ['a = a'] } } }, ['vacuous_condition']],
  ])('of %j are %j', (facts, risks) => {
    expect(risksOf(reviewed(facts))).toEqual(risks);
  });

  it('has questions that never found it only where that is known', () => {
    const one = reviewed({ evidence: PROVEN });
    expect(risksOf(one, new Set())).toEqual(['never_retrieved']);
    expect(risksOf(one, new Set([one.pair.id]))).toEqual([]);
  });

  it('puts a heavier reason before all lighter ones together', () => {
    expect(riskScore(['unproven'])).toBeGreaterThan(
      riskScore([
        'living_mutants',
        'implausible',
        'vacuous_condition',
        'same_result',
        'made_by_model',
        'never_retrieved',
      ]),
    );
  });

  it('orders pages by it, then by place, and finds the next page while pairs are decided', () => {
    const facts = [{ evidence: PROVEN }, {}, { evidence: PROVEN, source: 'model' as const }, {}];
    const pairs = facts.map((one, index) => withRisks(reviewed(one, index), null));
    const first = pageOf(pairs, 'risk', 2, undefined);
    expect(first.page.map(({ position }) => position)).toEqual([1, 3]);
    const rest = pairs.filter(({ position }) => position !== 1);
    const second = pageOf(rest, 'risk', 2, first.nextCursor ?? '');
    expect([second.page.map(({ position }) => position), second.nextCursor]).toEqual([[2, 0], null]);
    expect(() => pageOf(pairs, 'file', 2, first.nextCursor ?? '')).toThrow(
      expect.objectContaining({ code: 'pair_cursor_invalid' }),
    );
  });
});
