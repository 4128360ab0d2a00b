import { describe, expect, it } from '@jest/globals';
import { AskedQuestions } from './asked-questions.js';

const asked = new AskedQuestions();
['Share of purchase orders that are pending by vendor', '每个月有多少笔来自北京的客户的订单？'].forEach((question) =>
  asked.add(question),
);

describe('AskedQuestions', () => {
  it('notices questions that differ in a word, in any script', () => {
    expect(asked.hasNearly('Share of the purchase orders that are pending by vendors')).toBe(true);
    expect(asked.hasNearly('每个月有多少笔来自北京的客户的订单')).toBe(true);
  });

  it('lets pass what asks for something else', () => {
    expect(asked.hasNearly('Share of purchase orders by vendor')).toBe(false);
    expect(asked.hasNearly('每个月来自上海的用户有多少位？')).toBe(false);
    expect(asked.hasNearly('Which vendors have pending purchase orders?')).toBe(false);
  });

  it('notices one other character in a short Chinese question', () => {
    const asked = new AskedQuestions();
    asked.add('列出每位客户的最近一笔付款。');
    expect(asked.hasNearly('列出每位客户的最早一笔付款。')).toBe(true);
    expect(asked.hasNearly('每位客户的付款总额是多少？')).toBe(false);
  });
});
