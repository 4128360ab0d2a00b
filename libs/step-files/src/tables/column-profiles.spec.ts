import { describe, expect, it } from '@jest/globals';
import { columnProfileIn, columnProfileLine, type TableProfile } from './column-profiles.js';

const profile = (table: string): TableProfile => ({
  ...{ table, rows: 3 },
  columns: [
    {
      ...{ name: 'state', type: 'text', sensitive: false, null_share: 0, distinct: 1, min: null, max: null },
      ...{ quartiles: [], values: [{ value: '{"table":"b",', share: 1 }], values_complete: true },
    },
  ],
});

describe('the profiles of columns', () => {
  it('are found by their table alone', () => {
    const text = ['a', 'b', 'c "d"'].map((table) => columnProfileLine(profile(table))).join('');
    for (const table of ['a', 'b', 'c "d"']) {
      expect(columnProfileIn(text, table)).toEqual(profile(table));
    }
    expect(columnProfileIn(text, 'd')).toBeNull();
    expect(columnProfileIn('{"table":"a",broken', 'a')).toBeNull();
    expect(columnProfileIn('{"table":"a","rows":"many"}\n', 'a')).toBeNull();
  });
});
