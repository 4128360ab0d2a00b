import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

describe('Random', () => {
  it('repeats itself for the same seed, and not for another', () => {
    const ids = [1, 1, 2].map((seed) => new Random(seed).id());
    expect(ids[0]).toMatch(/^[0-9A-F]{32}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('stays within bounds and reaches both ends', () => {
    const random = new Random(7);
    const values = new Set(Array.from({ length: 500 }, () => random.integer(1, 3)));
    expect([...values].sort()).toEqual([1, 2, 3]);
  });
});
