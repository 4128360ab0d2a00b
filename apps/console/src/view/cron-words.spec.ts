import { describe, expect, it } from '@jest/globals';
import { cronWords } from './cron-words.js';

describe('a cron expression in words', () => {
  it.each([
    ['0 2 * * *', 'every day at 02:00', '每天 02:00'],
    ['30 4 * * 1', 'Monday at 04:30', '每逢星期一 04:30'],
    ['0 22 * * 1-5', 'Monday to Friday at 22:00', '每逢星期一至星期五 22:00'],
    ['5 6 * * 7', 'Sunday at 06:05', '每逢星期日 06:05'],
    ['0 3 15 * *', 'on day 15 of each month at 03:00', '每月 15 日 03:00'],
    ['*/10 * * * *', 'every 10 minutes', '每 10 分钟'],
    ['* * * * *', 'every minute', '每分钟'],
    ['7 * * * *', 'every hour at minute 7', '每小时的第 7 分'],
    [' 0  */6 * * * ', 'every 6 hours at minute 0', '每 6 小时的第 0 分'],
  ])('%s', (expression, en, zh) => {
    expect([cronWords(expression, 'en'), cronWords(expression, 'zh')]).toEqual([en, zh]);
  });

  it.each(['0 2 * 1 *', '0 2 1 * 1', '0 1,2 * * *', '*/5 */2 * * *', '0 2 1-5 * *', '@daily', '', '0 0 2 * * *'])(
    'is left as it is: %s',
    (expression) => expect(cronWords(expression, 'en')).toBeNull(),
  );
});
