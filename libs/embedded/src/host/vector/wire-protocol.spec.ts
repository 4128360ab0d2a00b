import { describe, expect, it } from '@jest/globals';
import {
  isCopyFromStdin,
  message,
  MessageReader,
  parsedSql,
  parseLogin,
  query,
  startupMessage,
  SYNC,
  textOf,
} from './wire-protocol.js';

describe('MessageReader', () => {
  it('cuts messages however the stream was split', () => {
    const stream = Buffer.concat([startupMessage({ user: 'u', database: 'd' }), query('select 1'), SYNC]);
    for (const size of [1, 3, 7, stream.length]) {
      const reader = new MessageReader();
      const seen: string[] = [];
      for (let at = 0; at < stream.length; at += size) {
        reader.push(stream.subarray(at, at + size));
        for (let next = reader.next(); next; next = reader.next()) {
          seen.push(next.type === 'Q' ? textOf(next) : next.type);
          if (next.type === '') {
            expect(parseLogin(next)).toEqual({
              kind: 'startup',
              parameters: new Map([
                ['user', 'u'],
                ['database', 'd'],
              ]),
            });
            reader.loginSent();
          }
        }
      }
      expect(seen).toEqual(['', 'select 1', 'S']);
    }
  });

  it('refuses lengths that no message has', () => {
    const reader = new MessageReader();
    reader.push(Buffer.from('GET / HTTP/1.1\r\n'));
    expect(() => reader.next()).toThrow(RangeError);
  });
});

describe('COPY FROM STDIN', () => {
  it.each([
    ['COPY t FROM STDIN', true],
    ['  -- note\n/* more */ copy public."T" (a, b)\nfrom stdin with (format csv)', true],
    ['COPY t TO STDOUT', false],
    [`INSERT INTO t VALUES ('copy t from stdin')`, false],
  ])('%s: %s', (sql, expected) => {
    expect(isCopyFromStdin(sql)).toBe(expected);
  });

  it('is found in a Parse message behind the name of the statement', () => {
    const parse = { type: 'P', bytes: message('P', Buffer.from('name\0copy t from stdin\0\0\0')) };
    expect(parsedSql(parse)).toBe('copy t from stdin');
  });
});
