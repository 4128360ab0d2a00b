import { describe, expect, it } from '@jest/globals';
import { serverReason, withoutServerText } from './server-reason.js';

describe('serverReason', () => {
  it.each([
    ['42703', 'column "titel" does not exist', 'the column "titel" does not exist'],
    ['42703', 'column f.titel does not exist', 'the column "f.titel" does not exist'],
    ['42P01', 'relation "no_such" does not exist', 'the table "no_such" does not exist'],
    ['42P01', 'missing FROM-clause entry for table "b"', 'the table "b" does not exist'],
    ['42883', 'function lower(integer) does not exist', 'the function or operator "lower(integer)" does not exist'],
    ['42883', 'operator does not exist: integer = text', 'the function or operator "integer = text" does not exist'],
    ['42501', 'permission denied for table clients', 'permission denied for "table clients"'],
    [
      '42803',
      'column "f.title" must appear in the GROUP BY clause or be used in an aggregate function',
      'the column "f.title" must appear in GROUP BY or be used in an aggregate function',
    ],
  ])('%s keeps the name: %s', (code, message, expected) => {
    expect(serverReason({ code, message, position: '8' }).en).toBe(expected);
  });

  it.each([
    // `value::regclass` and its like: a value in the place of a name, and no position.
    ['42P01', 'relation "li@example.com" does not exist', {}],
    ['42704', 'type "li_example" does not exist', {}],
    ['3F000', 'schema "balance" does not exist', {}],
    ['42883', 'function "balance" does not exist', {}],
    // Functions choose code and text.
    ['42703', 'column "balance 138" does not exist', { where: 'PL/pgSQL function f() line 1 at RAISE' }],
    ['42501', 'permission denied for table balance', { where: 'PL/pgSQL function f() line 1 at RAISE' }],
    ['42P01', 'relation "balance" does not exist', { position: '3', where: 'SQL statement "x"' }],
  ])('%s gives no name that rows may have chosen: %s', (code, message, more) => {
    const { zh, en } = serverReason({ code, message, ...more });
    expect(`${zh} ${en}`).not.toMatch(/example|138|balance/);
  });

  it.each([
    ['22P02', 'invalid input syntax for type integer: "13800138000"'],
    ['23505', 'duplicate key value violates unique constraint "k" (mail)=(li@example.com)'],
    ['42601', 'syntax error at or near "li@example.com"'],
    ['42703', 'der Wert li@example.com'],
    ['P0001', 'balance of li@example.com is 12'],
    ['XX000', 'li@example.com 13800138000'],
  ])('%s gives nothing of: %s', (code, message) => {
    const { zh, en } = serverReason({ code, message });
    expect(`${zh} ${en}`).not.toMatch(/example|138|balance|Wert/);
    expect(en.length).toBeGreaterThan(5);
    expect(zh).toMatch(/\p{Script=Han}/u);
  });

  it('reduces an error to its code, our sentence and the frames of the call', () => {
    const error = Object.assign(new Error('invalid input syntax: "li@example.com"\nof li'), {
      code: '22P02',
      detail: 'li@example.com',
      where: 'li@example.com',
    });
    const reduced = withoutServerText(error);
    expect(reduced).toMatchObject({ code: '22P02', message: 'a value that does not fit' });
    expect(reduced.stack).toMatch(/^Error 22P02: a value that does not fit\n {4}at /);
    expect(`${reduced.stack} ${JSON.stringify(reduced)}`).not.toMatch(/example|of li/);
  });
});
