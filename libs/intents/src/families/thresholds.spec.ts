import { describe, expect, it } from '@jest/globals';
import { roundLimit, roundNumber } from './thresholds.js';

describe('limits', () => {
  it.each([
    [46, 50],
    [172, 150],
    [13, 15],
    [7, 7],
    [3.4, 3],
    [0.18, 0.2],
    [62_400, 60_000],
    [-46, -50],
    [0, 0],
  ])('%p is asked for as %p', (number, round) => {
    expect(roundNumber(number)).toBe(round);
  });

  it('stay within the range, and are none at its end', () => {
    expect(roundLimit('46', { min: '1', max: '90' })).toBe('50');
    expect(roundLimit('46', { min: '1', max: '48' })).toBe('46');
    expect(roundLimit('48', { min: '1', max: '48' })).toBeNull();
    expect(roundLimit('', null)).toBeNull();
  });
});
