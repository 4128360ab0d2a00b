import { describe, expect, it } from '@jest/globals';
import { ModelIndex } from '#libs/semantic-model';
import { shopModel } from '../../../test/harness/shop-model.js';
import type { Candidate } from './candidate.js';
import { leavesOf } from './conditions.js';
import { inOtherValues } from './other-values.js';
import { propose } from './propose.js';

const all = [...propose(new ModelIndex(shopModel()), { language: 'en', perEntity: 80 })];
const withLeaf = (form: string): Candidate[] =>
  all.filter(({ intent, isWhole }) => isWhole && leavesOf(intent.where).some((leaf) => leaf.form === form));

describe('inOtherValues', () => {
  it('asks the same of another value that the column has', () => {
    const others = withLeaf('compare').flatMap((candidate) =>
      inOtherValues(candidate, 'en').map((other) => ({ candidate, other })),
    );
    expect(others.length).toBeGreaterThan(3);
    for (const { candidate, other } of others) {
      expect(other).toMatchObject({ kind: candidate.kind, skeleton: candidate.skeleton, columns: candidate.columns });
      expect(other.sql).not.toBe(candidate.sql);
      expect(candidate.questions).not.toContain(other.questions[0]);
    }
  });

  it('asks the same of another period', () => {
    const others = withLeaf('period').flatMap((candidate) => inOtherValues(candidate, 'en'));
    expect(others.some(({ sql }) => /DATE '/.test(sql))).toBe(true);
  });

  it('knows none without a condition', () => {
    const plain = all.filter(({ intent }) => intent.where === null);
    expect(plain.length).toBeGreaterThan(0);
    expect(plain.flatMap((candidate) => inOtherValues(candidate, 'en'))).toEqual([]);
  });
});
