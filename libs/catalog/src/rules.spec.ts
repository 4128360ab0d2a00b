import { describe, expect, it } from '@jest/globals';
import { column, relation } from '../../../test/harness/made-catalog.js';
import { arrayElements, withoutPadding } from './array-elements.js';
import { checkedValues } from './enumerations.js';
import { displayValue, listedValue, shortComment } from './index.js';
import { jsonShape } from './json-shape.js';

describe('comments', () => {
  it('takes the first clause of a comment without its length hint', () => {
    expect(shortComment('服务区信息表（20字），存储名称')).toBe('服务区信息表');
    expect(shortComment('A table.\nSecond line')).toBe('A table. Second line');
  });
});

describe('values for display', () => {
  it('stay on one line, show what is invisible and are cut by code points', () => {
    expect(displayValue('a\nb\tc\u0000\u202e')).toBe('a\\nb\\tc\\u0000\\u202e');
    expect(displayValue('😀'.repeat(100), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(displayValue('abc', 3)).toBe('abc');
  });

  it('are quoted in lists where they are empty or hold what separates them', () => {
    const listed = ['SHORT', '', "it's", 'a,b', '{x}', "it's, or", ' x', '甲、乙', '{a,b}', '[1,2)', '(1,2)'].map(
      (value) => listedValue(value),
    );
    expect(listed.join(' ')).toBe("SHORT '' it's 'a,b' {x} 'it''s, or' ' x' '甲、乙' {a,b} [1,2) (1,2)");
    expect(listedValue(`a, ${'b'.repeat(100)}`, 5)).toBe("'a, b…'");
  });

  it('tell the shape of JSON and none of its contents', () => {
    expect(jsonShape(['{"a": "secret", "b": [1, "x"]}', '{"a": null, "c": {"d": {"e": {"f": 1}}}}', 'broken'])).toBe(
      '{a: null|string, b: [number|string], c: {d: {e: {…}}}}',
    );
    expect(jsonShape(['broken'])).toBeNull();
  });

  it('show no keys of JSON that are data themselves', () => {
    const byPerson = jsonShape(['{"total": 1, "a@example.com": 2}', '{"total": 3, "b@example.com": "x"}']);
    expect(byPerson).toBe('{total: number, [key]: number|string}');
    const byNumber = jsonShape(Array.from({ length: 30 }, (_, i) => `{"k${i}": ${i}, "at": "x"}`));
    expect(byNumber).toBe('{at: string, [key]: number}');
  });

  it('tell what arrays are made of', () => {
    expect(arrayElements(['{a,"b, c",NULL}', '{}', '[0:1]={a,a}', '{{"say \\"hi\\"",a},{1,2}}'])).toEqual({
      least: 0,
      most: 4,
      distinct: 5,
      frequent: [{ value: 'a', share: 0.75 }],
    });
    expect(arrayElements([])).toBeNull();
    expect(arrayElements(['{a,NULL}', '{NULL,"NULL"}'])).toMatchObject({ least: 2, most: 2, distinct: 2 });
    expect(arrayElements(['{(1,1),(0,0);(2,2),(1,1)}'], 603)).toMatchObject({ least: 2, most: 2, distinct: 2 });
    expect(withoutPadding('{"a  ","b c ",NULL,"null ","\\"q\\" ",""," "}')).toBe(
      '{a,"b c",NULL,"null","\\"q\\"","",""}',
    );
  });
});

describe('values that a check constraint allows', () => {
  it.each([
    [
      `CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'it''s'::character varying])::text[])))`,
      ['a', "it's"],
    ],
    [`CHECK ((status = ANY (ARRAY['a'::text, 'b, c'::text])))`, ['a', 'b, c']],
    [`CHECK ((status = ANY (ARRAY[1, 2, '-3'::integer])))`, ['1', '2', '-3']],
    [`CHECK ((status = ANY (ARRAY[lower('A'::text), 'b'::text])))`, null],
    [`CHECK ((length(status) > 3))`, null],
  ])('%s', (definition, expected) => {
    const table = relation('t', [], {
      checkConstraints: [{ name: 'c', definition, columns: ['status'], local: true }],
    });
    expect(checkedValues(table, column('status'))).toEqual(expected);
  });
});
