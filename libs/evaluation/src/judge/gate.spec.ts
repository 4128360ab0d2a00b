import { describe, expect, it } from '@jest/globals';
import { gateOutcome, percentReached } from './gate.js';
import { SummaryBuilder } from './summary-builder.js';

describe('percentReached', () => {
  it('is rounded as a table rounds it', () => {
    expect([86 / 87, 113 / 115, 0.57, 1].map((share) => percentReached(share))).toEqual([98.9, 98.3, 57, 100]);
  });

  it('is rounded as the console rounds it, also where 1,000 times the share ends in a half', () => {
    const shown = (share: number) => Number((100 * share).toLocaleString('en', { maximumFractionDigits: 1 }));
    const shares = Array.from({ length: 401 }, (_, right) => [right / 400, right / 401, right / 80]).flat();
    expect(shares.map((share) => percentReached(share))).toEqual(shares.map(shown));
    expect(percentReached(23 / 80)).toBe(28.7);
  });

  it('does not reach by rounding what the share misses', () => {
    expect(percentReached(0.6996, 70)).toBe(69.9);
    expect(percentReached(0.9996, 100)).toBe(99.9);
    expect(percentReached(0.6996, 60)).toBe(70);
    expect(percentReached(0.7, 70)).toBe(70);
  });
});

describe('gateOutcome', () => {
  const summary = (sufficiency: number) => {
    const empty = new SummaryBuilder().build();
    return { ...empty, arms: { pairs: { sufficiency, all_tables: 1 } } } as unknown as typeof empty;
  };

  it.each([
    [0.29, 29, true],
    [0.6999, 70, false],
    [57 / 100, 57, true],
  ])('compares the share itself: %d with %d %%', (sufficiency, minimum, passed) => {
    expect(gateOutcome(summary(sufficiency), { min_context_sufficiency: minimum })?.passed).toBe(passed);
  });
});
