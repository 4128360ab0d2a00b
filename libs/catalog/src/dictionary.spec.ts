import { describe, expect, it } from '@jest/globals';
import { column, measured, relation } from '../../../test/harness/made-catalog.js';
import { dictionaryOf } from './dictionary.js';
import type { Dictionary } from './model.js';

const COLUMNS = [column('id', 'integer'), column('a'), column('b'), column('c'), column('rank', 'integer')];

/** Two hundred groups of four values each, in an order that mixes them. */
function rowsOf(make: (group: number, at: number) => readonly string[]): string[][] {
  const rows = Array.from({ length: 800 }, (_, i) => [
    String(i),
    ...make((i * 7) % 200, Math.floor(i / 200)),
    String(i % 4),
  ]);
  return rows;
}

function found(rows: string[][]): Dictionary | null {
  const profiles = COLUMNS.map(({ name }) => measured(name));
  return dictionaryOf(relation('t', COLUMNS), profiles, { rows, complete: true, rowCount: rows.length });
}

describe('a dictionary of codes', () => {
  it('is recognised by its rows, whatever its columns are called', () => {
    const dictionary = found(rowsOf((group, at) => [`kind_${group}`, String(at), `Label ${group} ${at}`]));
    expect(dictionary).toMatchObject({ typeColumn: 'a', valueColumn: 'b', labelColumn: 'c' });
    expect(dictionary?.entries).toHaveLength(800);
  });

  it('is no table whose values repeat within a group, or that has no labels', () => {
    expect(found(rowsOf((group) => [`kind_${group}`, '1', 'same label']))).toBeNull();
    expect(found(rowsOf((group, at) => [`kind_${group}`, String(at), String(group * 10 + at)]))).toBeNull();
  });
});
