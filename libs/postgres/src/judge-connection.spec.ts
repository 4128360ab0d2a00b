import { describe, expect, it } from '@jest/globals';
import { judgeConnection } from './judge-connection.js';

const CONFIGURED = 'postgres://own:secret@db.example:5432/sales';
const ALLOWED = ['other.example', 'third.example:6000'];

describe('judgeConnection', () => {
  it.each([
    'postgres://u:p@db.example/other',
    'postgresql://u:p@DB.example:5432/other?sslmode=require',
    'postgres://u:p@other.example:7777/x',
    'postgres://u:p@third.example:6000/x',
  ])('allows %s', (connection) => {
    expect(judgeConnection(connection, CONFIGURED, ALLOWED)).toEqual({ verdict: 'allowed' });
  });

  it.each([
    'postgres://u:p@db.example:5433/x',
    'postgres://u:p@third.example/x',
    'postgres://u:p@169.254.169.254/x',
    'postgres://u:p@localhost/x',
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
  ])('calls %s invalid', (connection) => {
    expect(judgeConnection(connection, CONFIGURED, ALLOWED)).toEqual({ verdict: 'invalid' });
  });
});
