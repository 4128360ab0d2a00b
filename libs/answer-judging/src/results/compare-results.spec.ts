import { describe, expect, it } from '@jest/globals';
import type { ReadRow, ValueKind } from '#libs/business-database';
import { compareResults, type OrderKeys } from './compare-results.js';
import { ResultTable } from './result-table.js';

/** Columns are `name` or `name:kind`; values as the server writes them. */
function table(columns: string, ...rows: (string | number | null)[][]): ResultTable {
  const read = columns.split(' ').flatMap((column) => {
    const [name = '', kind = 'text'] = column.split(':');
    return name === '' ? [] : [{ name, kind: kind as ValueKind }];
  });
  const texts = rows.map((row): ReadRow => row.map((value) => (value === null ? null : String(value))));
  return new ResultTable(read, texts);
}

const compare = (gold: ResultTable, answer: ResultTable, order: OrderKeys | null = null) =>
  compareResults(gold, answer, order);

const people = table('name age:integer', ['Ann', 31], ['Bob', 42], ['Cid', 31]);

describe('results that answer the same question', () => {
  it.each([
    ['other names of columns', table('who years:integer', ['Ann', 31], ['Bob', 42], ['Cid', 31])],
    ['columns in another order', table('age:integer name', [31, 'Ann'], [42, 'Bob'], [31, 'Cid'])],
    ['rows in another order', table('name age:integer', ['Cid', 31], ['Ann', 31], ['Bob', 42])],
    ['other types', table('a b:number', ['Ann', '31.0'], ['Bob', '42.00'], ['Cid', 31])],
  ])('are equal with %s', (_name, answer) => {
    const rows = { expected: 3, got: 3, missing: 0, extra: 0 };
    expect(compare(people, answer)).toEqual({ agreement: 'right', differences: [], rows });
  });

  it('may have more than one column of the same values', () => {
    const gold = table('a:integer b:integer c:integer', [1, 2, 1], [2, 1, 1]);
    expect(compare(gold, table('x:integer y:integer z:integer', [1, 1, 2], [1, 2, 1])).agreement).toBe('right');
    // Each column has the right values, but no assignment of columns gives the right rows.
    const crossed = table('x:integer y:integer z:integer', [1, 1, 1], [2, 2, 1]);
    expect(compare(gold, crossed)).toMatchObject({ agreement: 'wrong', differences: ['different_values'] });
  });

  it('are both empty, which is told', () => {
    expect(compare(table('a'), table('b'))).toMatchObject({ agreement: 'right', differences: ['both_empty'] });
  });

  it('counts NULL as a value, and duplicates', () => {
    const gold = table('a', ['x'], [null], [null]);
    expect(compare(gold, table('a', [null], ['x'], [null])).agreement).toBe('right');
    expect(compare(gold, table('a', ['x'], [null]))).toMatchObject({ differences: ['duplicate_rows'] });
    expect(compare(gold, table('a', ['x'], ['NULL'], ['NULL'])).agreement).toBe('wrong');
  });
});

describe('columns', () => {
  it('tells further columns from missing ones', () => {
    const wider = table('id:integer n y:integer', [1, 'Ann', 31], [2, 'Bob', 42], [3, 'Cid', 31]);
    expect(compare(people, wider)).toMatchObject({ agreement: 'superset', differences: ['extra_columns'] });
    expect(compare(wider, people)).toMatchObject({ agreement: 'subset', differences: ['missing_columns'] });
    expect(compare(people, table(''))).toMatchObject({ agreement: 'wrong' });
  });

  it('names a column that is another one', () => {
    const answer = table('id:integer age:integer', [7, 31], [8, 42], [9, 31]);
    expect(compare(people, answer)).toMatchObject({
      agreement: 'wrong',
      differences: ['missing_columns', 'extra_columns'],
      rows: { missing: 0, extra: 0 },
    });
  });

  it('names rows and columns together', () => {
    const answer = table('name age:integer id:integer', ['Ann', 31, 1], ['Bob', 42, 2]);
    expect(compare(people, answer)).toMatchObject({
      agreement: 'wrong',
      differences: ['extra_columns', 'missing_rows'],
      rows: { expected: 3, got: 2, missing: 1, extra: 0 },
    });
  });
});

describe('rows', () => {
  it.each<[string, ResultTable, string[]]>([
    ['missing', table('name age:integer', ['Ann', 31], ['Bob', 42]), ['missing_rows']],
    ['too many', table('name age:integer', ['Ann', 31], ['Bob', 42], ['Cid', 31], ['Dan', 5]), ['extra_rows']],
    ['there twice', table('name age:integer', ['Ann', 31], ['Bob', 42], ['Cid', 31], ['Cid', 31]), ['duplicate_rows']],
    ['wrong in a value', table('name age:integer', ['Ann', 31], ['Bob', 43], ['Cid', 31]), ['different_values']],
    ['none', table('name age:integer'), ['empty_result']],
  ])('are %s', (_name, answer, differences) => {
    expect(compare(people, answer)).toMatchObject({ agreement: 'wrong', differences });
  });

  it('calls one wrong number a wrong value, not another column', () => {
    const one = compare(table('count:integer', [5]), table('count:integer', [6]));
    expect(one).toMatchObject({ differences: ['different_values'], rows: { missing: 1, extra: 1 } });
  });
});

describe('order', () => {
  const gold = table('name age:integer', ['Bob', 42], ['Ann', 31], ['Cid', 31]);

  it('matters where it is asked for, ties aside', () => {
    const order = ['42', '31', '31'];
    expect(compare(gold, table('name age:integer', ['Bob', 42], ['Cid', 31], ['Ann', 31]), order).agreement).toBe(
      'right',
    );
    const other = table('name age:integer', ['Ann', 31], ['Bob', 42], ['Cid', 31]);
    expect(compare(gold, other, order)).toMatchObject({ agreement: 'wrong', differences: ['wrong_order'] });
    expect(compare(gold, other).agreement).toBe('right');
  });
});

it('compares a hundred thousand rows by their hashes', () => {
  const rows = Array.from({ length: 100_000 }, (_, row) => [`name ${row}`, row % 1_000]);
  const gold = table('a b:integer', ...rows);
  const answer = table('b:integer a', ...rows.map(([name = '', age = 0]) => [age, name]).reverse());
  expect(compare(gold, answer).agreement).toBe('right');
});
