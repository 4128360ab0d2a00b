import { describe, expect, it } from '@jest/globals';
import { parseTimestamp } from './parse-timestamp.js';

const ZONE = 'Asia/Shanghai';

describe('parseTimestamp', () => {
  it.each([
    ['2025-07-01', '2025-06-30T16:00:00.000Z', '2025-07-01T15:59:59.999Z'],
    ['2025-07-01 14:30', '2025-07-01T06:30:00.000Z', '2025-07-01T06:30:59.999Z'],
    ['2025-07-01 14:30:52', '2025-07-01T06:30:52.000Z', '2025-07-01T06:30:52.999Z'],
    ['2025-07-01T14:30:52.5', '2025-07-01T06:30:52.500Z', '2025-07-01T06:30:52.500Z'],
    ['2025-07-01T14:30:52+09:00', '2025-07-01T05:30:52.000Z', '2025-07-01T05:30:52.999Z'],
    ['2025-07-01T14:30:52Z', '2025-07-01T14:30:52.000Z', '2025-07-01T14:30:52.999Z'],
  ])('reads %s', (text, from, until) => {
    expect(parseTimestamp(text, ZONE)?.toISOString()).toBe(from);
    expect(parseTimestamp(text, ZONE, true)?.toISOString()).toBe(until);
  });

  it('reads both sides of a clock change', () => {
    expect(parseTimestamp('2025-03-30 01:59:00', 'Europe/Berlin')?.toISOString()).toBe('2025-03-30T00:59:00.000Z');
    expect(parseTimestamp('2025-03-30 03:01:00', 'Europe/Berlin')?.toISOString()).toBe('2025-03-30T01:01:00.000Z');
  });

  it.each(['', 'yesterday', '2025-02-30', '2025-13-01', '2025-07-01 25:00:00', '2025-7-1', '1751351452'])(
    'refuses %j',
    (text) => {
      expect(parseTimestamp(text, ZONE)).toBeNull();
    },
  );
});
