import { describe, expect, it } from '@jest/globals';
import { fileTimestamp, isoTimestamp, isTimeZone, logTimestamp } from './timestamps.js';

const instant = new Date('2025-07-21T15:49:14.789Z');

describe('timestamps', () => {
  it('writes the wall clock of the zone', () => {
    expect(fileTimestamp(instant, 'Asia/Shanghai')).toBe('20250721_234914');
    expect(logTimestamp(instant, 'America/New_York')).toBe('2025-07-21 11:49:14');
  });

  it.each([
    ['Asia/Shanghai', '2025-07-21T23:49:14+08:00'],
    ['UTC', '2025-07-21T15:49:14+00:00'],
    ['America/New_York', '2025-07-21T11:49:14-04:00'],
    ['Asia/Kolkata', '2025-07-21T21:19:14+05:30'],
  ])('carries the offset of %s', (zone, expected) => {
    expect(isoTimestamp(instant, zone)).toBe(expected);
    expect(new Date(isoTimestamp(instant, zone)).getTime()).toBe(Math.floor(instant.getTime() / 1000) * 1000);
  });

  it('follows a zone that changes its offset within a quarter of an hour', () => {
    const before = new Date('2025-03-09T06:59:59Z');
    const after = new Date('2025-03-09T07:00:00Z');
    expect(isoTimestamp(before, 'America/New_York')).toBe('2025-03-09T01:59:59-05:00');
    expect(isoTimestamp(after, 'America/New_York')).toBe('2025-03-09T03:00:00-04:00');
    expect(isoTimestamp(new Date('2025-10-04T15:29:59Z'), 'Australia/Lord_Howe')).toBe('2025-10-05T01:59:59+10:30');
    expect(isoTimestamp(new Date('2025-10-04T15:30:00Z'), 'Australia/Lord_Howe')).toBe('2025-10-05T02:30:00+11:00');
  });

  it('writes the days before 1970, and those around midnight', () => {
    expect(isoTimestamp(new Date('1969-12-31T23:59:59.999Z'), 'UTC')).toBe('1969-12-31T23:59:59+00:00');
    expect(isoTimestamp(new Date('2024-02-29T16:00:00Z'), 'Asia/Shanghai')).toBe('2024-03-01T00:00:00+08:00');
    expect(isoTimestamp(new Date('2024-02-29T15:59:59Z'), 'Asia/Shanghai')).toBe('2024-02-29T23:59:59+08:00');
  });

  it('writes midnight as 00, not 24', () => {
    expect(fileTimestamp(new Date('2025-01-01T00:00:00Z'), 'UTC')).toBe('20250101_000000');
  });

  it('knows which zones exist', () => {
    expect(isTimeZone('Asia/Shanghai')).toBe(true);
    expect(isTimeZone('Asia/Atlantis')).toBe(false);
  });
});
