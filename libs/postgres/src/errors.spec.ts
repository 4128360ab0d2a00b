import { describe, expect, it } from '@jest/globals';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
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
    ['57P01', 'terminating connection due to administrator command', 'unavailable', 'ended the connection'],
    ['55000', 'database "shop" is not currently accepting connections', 'unavailable', 'can be tried again'],
    ['55P03', 'canceling statement due to lock timeout', 'unavailable', 'can be tried again'],
    ['40001', 'could not serialize access', 'unavailable', 'another transaction'],
    ['40P01', 'deadlock detected', 'unavailable', 'deadlock'],
    ['25006', 'cannot execute INSERT in a read-only transaction', 'unavailable', 'read-only'],
    ['23505', 'duplicate key (mail)=(li@example.com)', 'database', 'constraint'],
  ])('%s %s: %s', (code, message, kind, expected) => {
    const translated = translatePostgresError(serverError(code, message), 'db:5432/shop');
    expect(translated).toMatchObject({ kind });
    const text = errorText(translated as DomainError, 'en');
    expect(text).toContain(expected);
    expect(text).not.toMatch(/example\.com|sorry/);
    expect(errorText(translated as DomainError, 'zh')).not.toContain('{');
  });

  it.each([
    new QueryRunnerAlreadyReleasedError(),
    new QueryRunnerProviderAlreadyReleasedError(),
    new QueryFailedError('COMMIT', [], new Error('Connection terminated unexpectedly')),
    new QueryFailedError('COMMIT', [], serverError('57P01', 'terminating connection')),
    new Error('Client was closed and is not queryable'),
    new Error('Client has encountered a connection error and is not queryable'),
    new Error('timeout exceeded when trying to connect'),
    new Error('timeout expired'),
    Object.assign(new Error('connect ENOENT /run/postgresql/.s.PGSQL.5432'), { code: 'ENOENT', syscall: 'connect' }),
  ])('knows a lost connection: %s', (error) => {
    expect(translatePostgresError(error, 'db:5432/shop')).toMatchObject({ code: 'database_unreachable' });
  });

  it.each([
    new Error('The server does not support SSL connections'),
    serverError('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),
    serverError('ERR_TLS_CERT_ALTNAME_INVALID', "Hostname/IP does not match certificate's altnames"),
    serverError('CERT_HAS_EXPIRED', 'certificate has expired'),
  ])('knows a server that cannot be reached by TLS: %s', (error) => {
    expect(translatePostgresError(error, 'db:5432/shop')).toMatchObject({
      code: 'database_without_tls',
      kind: 'validation',
    });
  });

  it.each([
    Object.assign(new Error("ENOENT: mkdir '/srv/secret'"), { code: 'ENOENT', syscall: 'mkdir', path: '/srv/secret' }),
    Object.assign(new Error("EROFS: open '/srv/secret'"), { code: 'EROFS', syscall: 'open', path: '/srv/secret' }),
    Object.assign(new Error('ENOSPC: write'), { code: 'ENOSPC', syscall: 'write' }),
    new Error('a defect'),
  ])('leaves what does not come from a database as it is: %s', (error) => {
    expect(translatePostgresError(error, 'db:5432/shop')).toBe(error);
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
