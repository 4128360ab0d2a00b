import { describe, expect, it } from '@jest/globals';
import { createFormat } from './create-format.js';

const [zh, en] = [createFormat('zh', 'UTC'), createFormat('en', 'UTC')];
const NOW = Date.parse('2026-12-01T07:08:26Z');

describe('the format of the console', () => {
  it('has days that cannot be taken for months', () => {
    expect([en.time('2026-12-01T07:08:26Z'), en.time('2026-02-11T00:00:00Z')]).toEqual([
      '1 Dec 2026, 07:08:26',
      '11 Feb 2026, 00:00:00',
    ]);
    expect(zh.time('2026-12-01T00:08:26Z')).toBe('2026/12/01 00:08:26');
  });

  it('parts figures from Chinese in ages as in durations', () => {
    const ages = ['07:07:34', '07:06:26', '05:08:26'].map((time) => zh.ago(`2026-12-01T${time}Z`, NOW));
    expect(ages).toEqual(['52 秒前', '2 分钟前', '2 小时前']);
    expect(zh.ago('2026-11-28T07:08:26Z', NOW)).toBe('3 天前');
    expect(en.ago('2026-12-01T07:06:26Z', NOW)).toBe('2 minutes ago');
  });
});
