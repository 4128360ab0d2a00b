import { describe, expect, it } from '@jest/globals';
import { pairedBootstrap, wilson } from './index.js';

const answers = (...counts: [number, boolean][]): boolean[] =>
  counts.flatMap(([count, right]) => Array.from({ length: count }, () => right));

describe('wilson', () => {
  // Published examples: Newcombe 1998, table I, method 3; and the ends.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
  ])('%d of %d', (successes, questions, low, high) => {
    const share = wilson(successes, questions);
    expect(share?.share).toBe(successes / questions);
    expect(share?.low).toBeCloseTo(low, 4);
    expect(share?.high).toBeCloseTo(high, 4);
  });

  it('has nothing to say about no questions', () => {
    expect(wilson(0, 0)).toBeNull();
    expect(pairedBootstrap([], [])).toBeNull();
  });
});

describe('pairedBootstrap', () => {
  it('gives the difference with the questions gained and lost', () => {
    const first = answers([50, true], [50, false]);
    const second = answers([45, true], [5, false], [20, true], [30, false]);
    const found = pairedBootstrap(first, second);
    expect(found).toMatchObject({ questions: 100, gained: 20, lost: 5, is_clear: true });
    expect(found?.difference).toBeCloseTo(0.15);
    // The standard error of the mean of +1, −1 and 0: sqrt((0.25 − 0.15²) / 100).
    const error = Math.sqrt((0.25 - 0.15 ** 2) / 100);
    expect(found?.low).toBeCloseTo(0.15 - 1.96 * error, 1);
    expect(found?.high).toBeCloseTo(0.15 + 1.96 * error, 1);
  });

  it('is narrower than two intervals by themselves where the answers go together', () => {
    const first = answers([500, true], [500, false]);
    const second = answers([500, true], [20, true], [480, false]);
    const found = pairedBootstrap(first, second);
    expect(found?.is_clear).toBe(true);
    expect((wilson(500, 1_000)?.high ?? 0) > (wilson(520, 1_000)?.low ?? 0)).toBe(true);
  });

  it('has the width of the normal distribution for very many questions', () => {
    const first = answers([25_000, true], [25_000, false]);
    const second = answers([20_000, true], [5_000, false], [6_000, true], [19_000, false]);
    const found = pairedBootstrap(first, second);
    const error = Math.sqrt((0.22 - 0.02 ** 2) / 50_000);
    expect(found).toMatchObject({ questions: 50_000, gained: 6_000, lost: 5_000, is_clear: true });
    expect(found?.low).toBeCloseTo(0.02 - 1.96 * error, 3);
    expect(found?.high).toBeCloseTo(0.02 + 1.96 * error, 3);
  });

  it('is certain where every question is gained', () => {
    expect(pairedBootstrap(answers([5, false]), answers([5, true]))).toMatchObject({ low: 1, high: 1, is_clear: true });
    expect(pairedBootstrap(answers([5, true]), answers([5, false]))).toMatchObject({ low: -1, high: -1 });
  });

  it('is clear about nothing when nothing differs', () => {
    const same = answers([3, true], [4, false]);
    expect(pairedBootstrap(same, same)).toMatchObject({ difference: 0, low: 0, high: 0, is_clear: false });
  });

  it('gives the same for the same answers and seed', () => {
    const [first, second] = [answers([9, true], [8, false]), answers([4, true], [13, false])];
    expect(pairedBootstrap(first, second)).toEqual(pairedBootstrap(first, second));
    expect(pairedBootstrap(first, second, { seed: 2 })?.difference).toBe(pairedBootstrap(first, second)?.difference);
    expect(() => pairedBootstrap(first, [true])).toThrow('cannot be paired');
  });

  it('holds the true difference in about 95 of 100 samples', () => {
    let seed = 5;
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    let held = 0;
    for (let sample = 0; sample < 200; sample++) {
      const hard = Array.from({ length: 80 }, random);
      const first = hard.map((level) => level > 0.5);
      const second = hard.map((level) => level > 0.5 !== random() < 0.3);
      // Half of the questions are right; 30 % of them turn, either way: no difference.
      const found = pairedBootstrap(first, second, { resamples: 400 });
      held += found !== null && found.low <= 0 && found.high >= 0 ? 1 : 0;
    }
    expect(held / 200).toBeGreaterThan(0.9);
    expect(held / 200).toBeLessThan(0.99);
  });
});
