import { describe, expect, it } from '@jest/globals';
import type { Column, ColumnProfile, Relation } from '#libs/catalog';
import { foreignKeyLabel } from './labels.js';
import { profileLine, rowCountLine } from './profile-lines.js';

const column = { name: 'tags', typeCategory: 'S', baseTypeOid: 25 } as Column;
const context = { rowCount: 100, isKey: false };

function profile(overrides: Partial<ColumnProfile>): ColumnProfile {
  return {
    column: 'tags',
    source: 'sample',
    nullShare: 0,
    distinctCount: 50,
    min: null,
    max: null,
    topValues: [],
    averageLength: null,
    sampleValues: [],
    enumeration: null,
    sensitive: null,
    ...overrides,
  };
}

describe('the measured facts', () => {
  it('say on how many rows they rest, where those are not all', () => {
    const measured = { schema: 'public', name: 't', rowCount: 1500, columns: [] };
    expect(rowCountLine(measured, 'zh')).toEqual(['约 1500 行']);
    expect(rowCountLine({ ...measured, sampledRows: 1000 }, 'zh')).toEqual([
      '约 1500 行，以下统计来自其中 1000 行样本',
    ]);
    expect(rowCountLine({ ...measured, sampledRows: 1000 }, 'en')).toEqual([
      'about 1500 rows; what follows was measured on a sample of 1000',
    ]);
  });

  it('describe arrays by their elements', () => {
    const elements = { least: 0, most: 3, distinct: 4, frequent: [{ value: 'Trailers', share: 0.5 }] };
    expect(profileLine(column, profile({ elements }), context, 'zh')).toEqual([
      'tags：无空值，每行 0 ~ 3 个元素，约 4 个不同值，常见值 Trailers（50%）',
    ]);
    const empty = { least: 0, most: 0, distinct: 0, frequent: [] };
    expect(profileLine(column, profile({ elements: empty }), context, 'en')).toEqual([
      'tags: never null, 0 elements a row',
    ]);
  });

  it('do not give the length of what was read of a value for that of the value', () => {
    const cut = profile({ averageLength: 1000, longer: true });
    expect(profileLine(column, cut, context, 'en')).toEqual([
      'tags: never null, about 50 distinct, average length above 1000',
    ]);
  });
});

it('a foreign key that nobody declared is called so', () => {
  const key = { columns: ['tags'], inferred: true };
  const labelOf = (...keys: object[]): string[] =>
    foreignKeyLabel({ foreignKeys: keys } as unknown as Relation, column, 'zh');
  expect(labelOf()).toEqual([]);
  expect(labelOf(key)).toEqual(['推断外键']);
  expect(labelOf(key, { ...key, inferred: false })).toEqual(['外键']);
});
