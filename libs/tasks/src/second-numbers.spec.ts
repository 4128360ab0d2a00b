import { describe, expect, it } from '@jest/globals';
import { SecondNumbers } from './second-numbers.js';

describe('SecondNumbers', () => {
  it('counts by second, and goes on after what others have taken', () => {
    const numbers = new SecondNumbers();
    expect([numbers.next('a'), numbers.next('a'), numbers.next('b'), numbers.next('a')]).toEqual([1, 2, 1, 3]);
    numbers.skip('a', 10);
    numbers.skip('a', 5);
    expect(numbers.next('a')).toBe(11);
  });
});
