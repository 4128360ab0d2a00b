import { describe, expect, it } from '@jest/globals';
import { nextRun } from './cron-expression.js';

const NOW = new Date('2025-07-01T00:00:00Z');

describe('nextRun', () => {
  it.each([
    ['0 2 * * *', 'Asia/Shanghai', '2025-07-01T18:00:00.000Z'],
    ['0 2 * * *', 'UTC', '2025-07-01T02:00:00.000Z'],
    ['*/15 * * * *', 'UTC', '2025-07-01T00:15:00.000Z'],
    ['30 6 * * MON-FRI', 'UTC', '2025-07-01T06:30:00.000Z'],
    ['0 0 29 2 *', 'UTC', '2028-02-29T00:00:00.000Z'],
  ])('finds the next instant of %s in %s', (cron, timeZone, expected) => {
    expect(nextRun(cron, timeZone, NOW).toISOString()).toBe(expected);
  });

  it.each(['', '* * * *', '* * * * * *', '60 * * * *', 'every day', '0 0 31 2 *', '@daily', '* * * * 9'])(
    'refuses %j',
    (cron) => {
      expect(() => nextRun(cron, 'UTC', NOW)).toThrow(expect.objectContaining({ code: 'schedule_invalid' }));
    },
  );

  it.each([
    ['61 * * * *', 'zh', '第 1 个字段（分）“61”无效，取值范围 0–59'],
    ['0 0 1 13 *', 'en', 'field 4, month, is not valid: 13. Its values are 1–12'],
    ['0 0 31 2 *', 'zh', '没有符合条件的日期'],
  ] as const)('tells in one language what is wrong with %s', (cron, language, reason) => {
    const refuse = () => nextRun(cron, 'UTC', NOW);
    expect(refuse).toThrow(
      expect.objectContaining({
        params: expect.objectContaining({ reason: expect.objectContaining({ [language]: reason }) }),
      }),
    );
  });

  it('refuses an unknown zone', () => {
    expect(() => nextRun('0 2 * * *', 'Mars/Olympus', NOW)).toThrow(
      expect.objectContaining({ code: 'schedule_time_zone_unknown' }),
    );
  });
});
