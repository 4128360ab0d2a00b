import { describe, expect, it } from '@jest/globals';
import { isDatabaseName } from './database-name.js';

describe('isDatabaseName', () => {
  it.each(['shop', 'highway_db', '高速公路', 'my-shop 2', 'a', 'x'.repeat(63)])('takes %s', (name) => {
    expect(isDatabaseName(name)).toBe(true);
  });

  it.each([
    '',
    ' ',
    ' shop',
    'postgres://u:secretpw@h/db',
    'h/db',
    'db?host=elsewhere',
    'db&x',
    'user@host',
    'a#b',
    'h:5432',
    'a\nb',
    'x'.repeat(64),
    '高'.repeat(22),
  ])('refuses %j', (name) => {
    expect(isDatabaseName(name)).toBe(false);
  });
});
