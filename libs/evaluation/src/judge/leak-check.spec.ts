import { describe, expect, it } from '@jest/globals';
import { halfOf } from './half.js';
import { leakByStatement } from './leak-by-statement.js';
import { LeakCheck } from './leak-check.js';

describe('LeakCheck', () => {
  const check = new LeakCheck();
  check.add('How many orders were paid in March?');
  check.add('三月有多少已付款的订单？');

  it.each([
    ['how many orders were paid in march', 'how many orders were paid in march'],
    ['三月有多少 已付款的订单', '三月有多少 已付款的订单'],
    ['How many customers moved in March?', null],
  ])('finds %j word for word', (question, leak) => {
    expect(check.leakOf(question, [])).toBe(leak);
  });

  it('finds a slip among the pairs that a search brings', () => {
    const found = [{ question: 'Which shops closed?' }, { question: 'How many invoices are overdue by shop?' }];
    expect(check.leakOf('How many invoices are overdue per shop?', found)).toBe(found[1]?.question);
    expect(check.leakOf('Which invoices are the largest?', found)).toBeNull();
  });
});

describe('leakByStatement', () => {
  const sql = 'SELECT count(*) FROM orders WHERE paid';
  const leak = (question: string, pair: { readonly question: string; readonly sql: string }) =>
    leakByStatement({ question, goldSql: [sql] }, [{ question: 'x', sql: 'no statement' }, pair]);

  it.each([
    ['In March, how many orders were paid?', 'How many orders were paid in March?'],
    ['一月份已付款的订单有多少？', '已付款的订单一月份有多少？'],
  ])('takes the same words in another order, with the statement in any layout: %s', async (asked, question) => {
    const pair = { question, sql: 'select COUNT(*)\n from orders where (paid);' };
    expect(await leak(asked, pair)).toBe(question);
    expect(await leak(asked, { question, sql: 'SELECT id FROM orders WHERE paid' })).toBeNull();
  });

  // The vectors of the built-in embedder are equal for each of these.
  it.each([
    ['Which categories have no discontinued products?', 'List the categories with no discontinued products.'],
    ['When was the latest order of each shipper?', 'Show the latest order of each shipper.'],
    ['How many paid orders are there?', 'Number of paid orders'],
    ['哪些类别有已停产产品？', '列出有已停产产品的类别。'],
    ['统计供应商数。', '供应商数'],
    ['各城市分别有多少位顾客？', '各城市分别有多少位客户？'],
  ])('does not take other words for it: %s', async (asked, question) => {
    expect(await leak(asked, { question, sql })).toBeNull();
  });
});

describe('halfOf', () => {
  it('is the same for one question in other punctuation, and parts a set about evenly', () => {
    expect(halfOf('How many?')).toBe(halfOf('how many'));
    const open = Array.from({ length: 1_000 }, (_, index) => halfOf(`question ${index}`)).filter(
      (half) => half === 'open',
    );
    expect(open.length).toBeGreaterThan(440);
    expect(open.length).toBeLessThan(560);
  });
});
