import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { isSameDatabase, judgeConnection } from './judge-connection.js';

const CONFIGURED = 'postgres://own:secret@db.example:5432/sales';
const ALLOWED = ['other.example', 'third.example:6000', '2001:db8::5'];

describe('judgeConnection', () => {
  it.each([
    'postgres://u:p@db.example/other',
    'postgresql://u:p@DB.example:5432/other?sslmode=require',
    'postgres://u:p@other.example:7777/x',
    'postgres://u:p@third.example:6000/x',
    'postgres://u:p%40w@db.example/%E9%AB%98%E9%80%9F',
    'postgres://u:p@[2001:db8::5]:5432/x',
    'postgres://u:p@db.example/x?sslmode=verify-full&uselibpqcompat=true',
  ])('allows %s', (connection) => {
    expect(judgeConnection(connection, CONFIGURED, ALLOWED)).toEqual({ verdict: 'allowed' });
  });

  it.each([
    'postgres://u:p@db.example:5433/x',
    'postgres://u:p@third.example/x',
    'postgres://u:p@169.254.169.254/x',
    'postgres://u:p@localhost/x',
    'postgres://u:p@[::1]/x',
    'postgres://u:p@db.example,169.254.169.254/x',
    'postgres://u:p@0x7f000001/x',
    'postgres://db.example@169.254.169.254/x',
  ])('does not allow %s', (connection) => {
    expect(judgeConnection(connection, CONFIGURED, ALLOWED).verdict).toBe('not_allowed');
  });

  it.each([
    'not a url',
    'http://db.example/x',
    'postgres:///x',
    'postgres://db.example',
    'postgres://u:p@db.example/x?host=169.254.169.254',
    'postgres://u:p@db.example/x?sslrootcert=/etc/passwd',
    'postgres://u:p@db.example/x?options=-c%20default_transaction_read_only%3Doff',
    ...[
      'port=1',
      'hostaddr=10.0.0.1',
      'HOST=10.0.0.1',
      'service=x',
      'servicefile=/etc/passwd',
      'passfile=/etc/passwd',
    ].map((parameter) => `postgres://u:p@db.example/x?${parameter}`),
    ...['statement_timeout=0', 'lock_timeout=0', 'user=x', 'database=y', 'db=y', 'sslmode=off', 'ssl=0', 'max=99'].map(
      (parameter) => `postgres://u:p@db.example/x?sslmode=require&${parameter}`,
    ),
    'postgres://u:p@db.example/x?ho%73t=10.0.0.1',
    'postgres://u:p@%2Ftmp/x',
    'postgres://u:p@%2Ftmp%2Fdb.example/x',
    'socket://u:p@/tmp?db=x',
    '/tmp x',
    ' postgres://u:p@db.example/x',
    'postgres://u:p@db.example/x ',
    'postgres://u:p@db.example/x\ty',
    'postgres:\\\\u:p@db.example/x',
    'postgres://u:p@db.example/x#y',
    'postgres://u:p@db.example/%zz',
    // The driver does not decode these in a name.
    'postgres://u:p@db.example/a%2Fb',
    'postgres://u:p@db.example/a%3Fhost=10.0.0.1',
  ])('calls %s invalid', (connection) => {
    expect(judgeConnection(connection, CONFIGURED, ALLOWED)).toEqual({ verdict: 'invalid' });
  });
});

describe('another name of the same server', () => {
  const addresses = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
  const own = [
    'localhost',
    '127.0.0.1',
    '127.0.1.1',
    '::1',
    hostname(),
    ...addresses.filter((name) => !name.includes('%')),
  ];
  const inUrl = (name: string) => (name.includes(':') ? `[${name}]` : name);

  it.each(own)('%s is the configured localhost', (name) => {
    const connection = `postgres://u:p@${inUrl(name)}:5432/x`;
    expect(judgeConnection(connection, 'postgres://own:secret@localhost:5432/sales', [])).toEqual({
      verdict: 'allowed',
    });
    expect(isSameDatabase(connection, 'postgres://own:secret@127.0.0.1/x')).toBe(true);
  });

  it('has the same port and database', () => {
    const configured = 'postgres://own:secret@localhost:5432/sales';
    expect(judgeConnection('postgres://u:p@127.0.0.1:5433/x', configured, []).verdict).toBe('not_allowed');
    expect(isSameDatabase('postgres://u:p@127.0.0.1:5432/other', configured)).toBe(false);
  });

  it.each(['10.255.255.1', 'localhost.example.com', '128.0.0.1', 'xn--localhost'])('is not %s', (name) => {
    const connection = `postgres://u:p@${name}:5432/x`;
    expect(judgeConnection(connection, 'postgres://own:secret@localhost:5432/sales', []).verdict).toBe('not_allowed');
  });
});
