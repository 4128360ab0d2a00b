import { describe, expect, it } from '@jest/globals';
import { BoundedMemo } from './bounded-memo.js';

function counting(most: number) {
  const made: string[] = [];
  const memo = new BoundedMemo((key) => {
    made.push(key);
    return key.length;
  }, most);
  return { made, memo };
}

describe('BoundedMemo', () => {
  it('makes a result once', () => {
    const { made, memo } = counting(10);
    expect([memo.get('abc'), memo.get('abc'), memo.get('数据库')]).toEqual([3, 3, 3]);
    expect(made).toEqual(['abc', '数据库']);
  });

  it('forgets when it is full, and still answers', () => {
    const { made, memo } = counting(2);
    expect(['a', 'b', 'c', 'a'].map((key) => memo.get(key))).toEqual([1, 1, 1, 1]);
    expect(made).toEqual(['a', 'b', 'c', 'a']);
  });

  it('does not remember long keys', () => {
    const { made, memo } = counting(10);
    const long = 'x'.repeat(1_000);
    expect([memo.get(long), memo.get(long)]).toEqual([1_000, 1_000]);
    expect(made).toHaveLength(2);
  });
});
