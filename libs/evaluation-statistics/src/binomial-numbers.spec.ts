import { describe, expect, it } from '@jest/globals';
import { BinomialNumbers } from './binomial-numbers.js';

const STEPS = 200_000;

/** The middles of equal parts of 0 to 1, one after the other: each number comes as often as it is likely. */
function evenly(): () => number {
  let at = 0;
  return () => (at++ + 0.5) / STEPS;
}

function chances(trials: number, chance: number): number[] {
  const numbers = new BinomialNumbers(trials, evenly());
  const counts = Array.from({ length: trials + 1 }, () => 0);
  for (let step = 0; step < STEPS; step++) {
    const number = numbers.next(trials, chance);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  return counts.map((count) => count / STEPS);
}

describe('binomial numbers', () => {
  it.each([
    [1, 0.3],
    [4, 0.5],
    [7, 0.05],
    [12, 0.93],
    [40, 0.4],
  ])('of %d trials with the chance %d come as often as they should', (trials, chance) => {
    let expected = (1 - chance) ** trials;
    chances(trials, chance).forEach((found, successes) => {
      expect(found).toBeCloseTo(expected, 4);
      expected *= ((chance / (1 - chance)) * (trials - successes)) / (successes + 1);
    });
  });

  it.each([
    [0, 0.5, 0],
    [0, Number.NaN, 0],
    [9, 0, 0],
    [9, 1, 9],
  ])('of %d trials with the chance %d are certain', (trials, chance, number) => {
    expect(new BinomialNumbers(9, () => 0.7).next(trials, chance)).toBe(number);
  });

  it('stay within the trials at both ends of the random numbers', () => {
    for (const random of [0, 1 - 2 ** -32]) {
      const number = new BinomialNumbers(50_000, () => random).next(50_000, 0.4999);
      expect(number).toBeGreaterThan(24_000);
      expect(number).toBeLessThan(26_000);
    }
  });

  it('ask for one random number, however many the trials', () => {
    let asked = 0;
    const numbers = new BinomialNumbers(50_000, () => (asked++, 0.25));
    numbers.next(50_000, 0.5);
    expect(asked).toBe(1);
  });
});
