import { describe, expect, it } from '@jest/globals';
import { tooCostly } from './check-cost.js';

const LIMITS = { bytes: 1_000_000, tokens: 1_000 };

describe('tooCostly', () => {
  it.each([
    ['comments', '/*'.repeat(20)],
    ['comments', `SELECT 1 ${'/**/'.repeat(20)}`],
    ['comments', `SELECT 1 ${'/*+*/'.repeat(20)}`],
    ['comments', `SELECT 1 /* ${'/* '.repeat(20)}`],
    ['operators', `SELECT 1 ${'+'.repeat(100)} 2`],
    ['operators', `SELECT 1 ${'<=>'.repeat(40)} 2`],
    ['nesting', `SELECT ${'('.repeat(600)}1${')'.repeat(600)}`],
    ['nesting', `SELECT ${'['.repeat(600)}`],
    ['tokens', `SELECT 1${'+1'.repeat(600)}`],
    ['tokens', `SELECT ${'a,'.repeat(600)}1`],
    ['bytes', `SELECT '${'服'.repeat(400_000)}'`],
    // The same after what only looks like the begin of a literal, or after its end.
    ['operators', `SELECT 'it''s' ${'+'.repeat(100)} 2`],
    ['operators', `SELECT E'it\\'s' ${'+'.repeat(100)} 2`],
    ['operators', `SELECT 'C:\\' ${'+'.repeat(100)} 2`],
    ['operators', `SELECT E'a'\n'\\'' ${'+'.repeat(100)} 2`],
    ['operators', `SELECT "it's" ${'+'.repeat(100)} 2`],
    ['operators', `SELECT $a$ ' $a$ ${'+'.repeat(100)} 2`],
    [null, `SELECT a$b$ ' ${'+'.repeat(100)} 2`],
    ['operators', `SELECT a$b$ ${'+'.repeat(100)} 2`],
    ['operators', `SELECT 1 -- '\n ${'+'.repeat(100)} 2`],
    ['operators', `SELECT 1 -- '\r ${'+'.repeat(100)} 2`],
    ['operators', `SELECT 1 /* ' */ ${'+'.repeat(100)} 2`],
  ] as const)('%# is judged as %s', (reason, sql) => {
    expect(tooCostly(sql, LIMITS)).toBe(reason);
  });

  it.each([
    `-- ${'='.repeat(500)}\nSELECT 1`,
    `${'-'.repeat(500)}\nSELECT 1`,
    `/*${'*'.repeat(500)}*/ SELECT 1`,
    `/* ${'/'.repeat(500)} */ SELECT 1`,
    `SELECT '${'+'.repeat(500)}', "${'/*'.repeat(100)}", $x$${'/*'.repeat(100)}$x$`,
    `SELECT E'\\'${'+'.repeat(500)}'`,
    `SELECT a ${'+/* c */ b '.repeat(50)}`,
    `SELECT a ${'/* c */, b '.repeat(100)}`,
    'SELECT /* a /* b */ c */ 1',
    `SELECT ${Array.from({ length: 200 }, (_, at) => `(${at})`).join(', ')}`,
    '',
    ' ',
    "'",
    '$a$',
    '/*',
    '\\',
  ])('%# is not too much', (sql) => {
    expect(tooCostly(sql, LIMITS)).toBeNull();
  });
});
