import { describe, expect, it } from '@jest/globals';
import { DomainError, errorText } from '#libs/domain-errors';
import { translatePostgresError } from './errors.js';

function serverError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

describe('translatePostgresError', () => {
  it.each([
    ['42501', 'permission denied for table clients', 'forbidden', 'table clients'],
    ['42501', 'permission denied for database "shop"', 'forbidden', 'database "shop'],
    ['42501', 'must be owner of table clients', 'forbidden', 'permission denied'],
    ['28P01', 'password authentication failed for user "li"', 'validation', 'password is wrong'],
    ['3D000', 'database "no_such" does not exist', 'validation', 'no database db:5432/shop'],
    ['53300', 'sorry, too many clients already', 'unavailable', 'too many connections'],
    ['23505', 'duplicate key (mail)=(li@example.com)', 'database', 'constraint'],
  ])('%s %s: %s', (code, message, kind, expected) => {
    const translated = translatePostgresError(serverError(code, message), 'db:5432/shop');
    expect(translated).toMatchObject({ kind });
    const text = errorText(translated as DomainError, 'en');
    expect(text).toContain(expected);
    expect(text).not.toMatch(/example\.com|sorry/);
    expect(errorText(translated as DomainError, 'zh')).not.toContain('{');
  });

  it('has words of its own for what the network says', () => {
    const refused = serverError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1');
    const translated = translatePostgresError(refused, 'db:5432/shop');
    expect(translated.message).toBe(
      'cannot reach the database db:5432/shop: connection refused. Check host, port and network',
    );
    expect(translatePostgresError(serverError('EPIPE', 'write EPIPE'), 'db')).toMatchObject({ kind: 'unavailable' });
  });
});
