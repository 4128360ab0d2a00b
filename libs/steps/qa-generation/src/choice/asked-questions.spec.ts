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

  it('notices one other character where the pairs of it are a larger part', () => {
    const asked = new AskedQuestions();
    asked.add('按读者统计日均借阅册数。');
    expect(asked.hasNearly('按作者统计日均借阅册数。')).toBe(true);
    expect(asked.hasNearly('按馆员统计日均借阅册数。')).toBe(false);
  });

  it('notices an answer in an order of its own', () => {
    const asked = new AskedQuestions();
    asked.add('按泊位统计船舶平均停靠时长。');
    asked.add('各航线的班次数分别是多少？');
    expect(asked.hasNearly('按泊位统计船舶平均停靠时长，从长到短排列。')).toBe(true);
    expect(asked.hasNearly('各航线的班次数分别是多少？请按班次数从多到少排列。')).toBe(true);
  });
});
