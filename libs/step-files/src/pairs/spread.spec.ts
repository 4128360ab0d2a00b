import { describe, expect, it } from '@jest/globals';
import { spread } from './spread.js';

describe('items from all over a list', () => {
  it.each([
    [2, [1, 4]],
    [3, [1, 3, 5]],
    [9, [1, 2, 3, 4, 5, 6]],
    [0, []],
  ])('at most %d', (most, expected) => {
    expect(spread([1, 2, 3, 4, 5, 6], most)).toEqual(expected);
  });
});
