import { describe, expect, it } from '@jest/globals';
import { countTokens } from './count-tokens.js';

describe('countTokens', () => {
  /** Counts of o200k_base, cl100k_base. */
  it.each([
    ['', 0, 0],
    ['How many orders has each customer?', 7, 7],
    ['每个客户有多少订单？', 7, 9],
    ['create table public.sbcustomer (\n  sbcustid varchar(20) not null, -- ID, primary key', 23, 23],
    ["select count(*) from 订单 where created_at >= date '2024-01-01'", 19, 19],
  ])('of %j is near what tokenizers count', (text, o200k, cl100k) => {
    expect(countTokens(text)).toBeGreaterThanOrEqual(Math.floor(0.75 * o200k));
    expect(countTokens(text)).toBeLessThanOrEqual(Math.ceil(1.25 * cl100k));
  });

  it('counts a text of a megabyte', () => {
    expect(countTokens('订单 order_id 12, '.repeat(60_000))).toBeGreaterThan(300_000);
  });
});
