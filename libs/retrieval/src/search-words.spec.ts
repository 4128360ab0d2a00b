import { describe, expect, it } from '@jest/globals';
import { searchWords } from './search-words.js';

function wordsOf(text: string): string[] {
  return [...new Set([...searchWords(text)].map(({ word }) => word))];
}

describe('searchWords', () => {
  it.each([
    ['order_items', ['order', 'items', 'item']],
    ['OrderItems', ['order', 'items', 'item', 'orderitems']],
    ['各服务区的收入', ['服务区', '收入']],
    ['支付方式', ['支付', '方式', '支付方式']],
    ['Ｓｈｉｐｐｅｄ ｏｒｄｅｒ', ['shipped', 'order']],
    ['what is the', []],
    ['  …!?', []],
  ])('of %j', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('counts the words that it leaves out, and no position goes back', () => {
    const words = [...searchWords('the state of the order, 的订单 OrderLine')];
    expect(words[0]).toEqual({ word: 'state', position: 2 });
    const positions = words.map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
  });
});
