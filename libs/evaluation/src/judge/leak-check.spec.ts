import { describe, expect, it } from '@jest/globals';
import { halfOf } from './half.js';
import { leakByMeaning } from './leak-by-meaning.js';
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

describe('leakByMeaning', () => {
  const { signal } = new AbortController();
  const sql = 'SELECT count(*) FROM orders WHERE paid';
  const asked = { question: 'Number of orders that were paid', goldSql: [sql] };
  const vectorOf = (text: string) => Float32Array.from(text.includes('paid') ? [1, 0] : [0.6, 0.8]);
  const leak = (pairs: readonly { question: string; sql: string }[]) =>
    leakByMeaning(asked, pairs, (texts) => Promise.resolve(texts.map(vectorOf)), signal);

  it('takes a pair with the statement and a question of nearly the same vector, in any layout', async () => {
    const pair = { question: 'How many paid orders are there?', sql: 'select COUNT(*)\n from orders where (paid);' };
    expect(await leak([{ question: 'x', sql: 'no statement' }, pair])).toBe(pair.question);
  });

  it('takes neither another statement nor another question for it', async () => {
    expect(await leak([{ question: 'Which orders were paid?', sql: 'SELECT id FROM orders WHERE paid' }])).toBeNull();
    expect(await leak([{ question: 'Anything?', sql }])).toBeNull();
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
