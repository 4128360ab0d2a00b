import { describe, expect, it } from '@jest/globals';
import { mostAsked } from './read-back.js';

describe('reading back', () => {
  it.each([
    [0, 1_000],
    [1_000, 1_000],
    [4_000, 250],
    [10_000, 100],
    [1_000_000, 100],
  ])('of a collection of %d asks %d texts at most', (records, asked) => {
    expect(mostAsked(records)).toBe(asked);
  });
});
