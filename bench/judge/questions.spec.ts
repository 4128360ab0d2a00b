import { describe, expect, it } from '@jest/globals';
import { latinWords, nearDuplicates } from './questions.mjs';

describe('latinWords', () => {
  it.each([
    ['按订单的 ship via 统计数量', '', ['ship', 'via']],
    ['按订单的 `ship_via` 统计数量', '', []],
    ['状态为“active”的用户有多少？', '', []],
    ['名字以 Davolio 结尾的员工', "SELECT 1 FROM e WHERE n LIKE '%Davolio'", []],
    ['每个 SKU 的数量、用户 ID 和 TOP 10', '', []],
    ['总units in stock', '', ['units', 'in', 'stock']],
    ['订单有多少？', '', []],
  ])('of %s', (question, sql, words) => {
    expect(latinWords(question, sql)).toEqual(words);
  });
});

describe('nearDuplicates', () => {
  it('finds questions that differ in a letter or two, unless they share a statement', () => {
    const pairs = [
      { question: 'How many orders are there in 1997?', sql: 'a' },
      { question: 'How many orders are there in 1998?', sql: 'b' },
      { question: 'How many orders are there in 1997 ?', sql: 'a' },
      { question: 'List the customers of Berlin.', sql: 'c' },
    ];
    expect(nearDuplicates(pairs).map(({ sql, question }) => `${sql} ${question}`)).toEqual([
      'b How many orders are there in 1998?',
      'a How many orders are there in 1997 ?',
    ]);
  });
});
