import { describe, expect, it } from '@jest/globals';
import type { ValueKind } from '#libs/business-database';
import { valueKey } from './value-key.js';

type Value = [string | null, ValueKind];

describe('valueKey', () => {
  it.each<[Value, Value]>([
    [
      ['3', 'integer'],
      ['3.000', 'number'],
    ],
    [
      ['0.1', 'number'],
      ['0.10000', 'number'],
    ],
    [
      ['0.30000000000000004', 'number'],
      ['0.3', 'number'],
    ],
    [
      ['10000.004999999999', 'number'],
      ['10000.005', 'number'],
    ],
    [
      ['9.99999999999', 'number'],
      ['10', 'integer'],
    ],
    [
      ['123456789.00000001', 'number'],
      ['123456789', 'integer'],
    ],
    [
      ['33.3333333333333333', 'number'],
      ['33.333333333333336', 'number'],
    ],
    [
      ['-2.5', 'number'],
      ['-2.50000000001', 'number'],
    ],
    [
      ['1e-17', 'number'],
      ['0', 'integer'],
    ],
    [
      ['-0', 'number'],
      ['0', 'integer'],
    ],
    [
      ['-0.00', 'number'],
      ['0', 'integer'],
    ],
    [
      ['1e+20', 'number'],
      ['1.00000000000000000001e+20', 'number'],
    ],
    [
      ['2023', 'text'],
      ['2023', 'number'],
    ],
    [
      ['100', 'integer'],
      ['100.0', 'text'],
    ],
    [
      ['2024-01-01', 'time'],
      ['2024-01-01 00:00:00', 'time'],
    ],
    [
      ['2024-01-01 00:00:00+08', 'time'],
      ['2024-01-01', 'text'],
    ],
    [
      ['2024-01-01 03:04:05+00', 'time'],
      ['2024-01-01 03:04:05', 'time'],
    ],
    [
      ['t', 'boolean'],
      ['true', 'text'],
    ],
    [
      ['ab  ', 'padded'],
      ['ab', 'text'],
    ],
    [
      ['e\u0301', 'text'],
      ['é', 'text'],
    ],
    [
      [null, 'text'],
      [null, 'integer'],
    ],
  ])('takes %j and %j for one', (one, other) => {
    expect(valueKey(...one)).toBe(valueKey(...other));
  });

  it.each<[Value, Value]>([
    [
      ['12345678901234', 'integer'],
      ['12345678901235', 'integer'],
    ],
    [
      ['12345678901234567890', 'number'],
      ['12345678901234567891', 'number'],
    ],
    [
      ['33.33', 'number'],
      ['33.3333', 'number'],
    ],
    [
      ['0.000001', 'number'],
      ['0.000002', 'number'],
    ],
    [
      ['2.5', 'number'],
      ['-2.5', 'number'],
    ],
    [
      ['007', 'text'],
      ['7', 'integer'],
    ],
    [
      ['2024-01-01 00:00:01', 'time'],
      ['2024-01-01', 'time'],
    ],
    [
      ['2024-01-01', 'time'],
      ['2024-01-02', 'time'],
    ],
    [
      [null, 'text'],
      ['', 'text'],
    ],
    [
      [null, 'text'],
      ['NULL', 'text'],
    ],
    [
      ['a', 'text'],
      ['A', 'text'],
    ],
    [
      ['NaN', 'number'],
      ['0', 'integer'],
    ],
    [
      ['Infinity', 'number'],
      ['-Infinity', 'number'],
    ],
    [
      ['a ', 'text'],
      ['a', 'text'],
    ],
  ])('tells %j from %j', (one, other) => {
    expect(valueKey(...one)).not.toBe(valueKey(...other));
  });

  it('has one key for a number and the same number with noise, wherever it lies', () => {
    let seed = 7;
    for (let tried = 0; tried < 20_000; tried++) {
      seed = (seed * 16_807) % 2_147_483_647;
      const decimals = seed % 6;
      const value = (seed % 10_000_000) / 10 ** decimals;
      const noisy = value * (1 + ((seed % 7) - 3) * 2e-15);
      expect([value, valueKey(String(noisy), 'number')]).toEqual([value, valueKey(String(value), 'number')]);
    }
  });
});
