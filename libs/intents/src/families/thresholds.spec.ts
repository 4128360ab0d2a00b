import { describe, expect, it } from '@jest/globals';
import { bandsOf, roundLimit, roundNumber } from './thresholds.js';

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

describe('bands', () => {
  const bands = (quartiles: readonly string[], max = '1000000') =>
    bandsOf({ quartiles, values: [], range: { min: '0', max } });

  it('have equal steps that people choose', () => {
    expect(bands(['13', '41', '91'])).toEqual([50, 100, 150]);
    expect(bands(['13', '19', '33'])).toEqual([10, 20, 30]);
    expect(bands(['30000', '38000', '47000'])).toEqual([30_000, 40_000, 50_000]);
  });

  it('lie within the range, and are none where the rows are alike', () => {
    expect(bands(['13', '41', '91'], '120')).toEqual([50, 100]);
    expect(bands(['5', '5', '5'])).toEqual([]);
    expect(bands(['', '', ''])).toEqual([]);
  });
});
