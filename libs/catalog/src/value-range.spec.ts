import { describe, expect, it } from '@jest/globals';
import { column } from '../../../test/harness/made-catalog.js';
import { rangeOf } from './value-range.js';

const rangeOfType = (type: string, values: readonly string[], baseTypeOid = 0): (string | null)[] => {
  const { min, max } = rangeOf(column('c', type, { baseTypeOid }), values);
  return [min, max];
};

describe('the range of values has the order of PostgreSQL', () => {
  it('with NaN above infinity', () => {
    expect(rangeOfType('numeric', ['NaN', '3', '-Infinity', 'Infinity'])).toEqual(['-Infinity', 'NaN']);
    expect(rangeOfType('numeric', ['5', 'NaN', '1'])).toEqual(['1', 'NaN']);
    expect(rangeOfType('numeric', ['NaN', 'NaN'])).toEqual(['NaN', 'NaN']);
  });

  it('with all digits of a number', () => {
    expect(rangeOfType('integer', ['9007199254740993', '9007199254740992'])).toEqual([
      '9007199254740992',
      '9007199254740993',
    ]);
    const long = ['-0.12345678901234567891', '-0.1234567890123456789'];
    expect(rangeOfType('numeric', long)).toEqual(long);
    expect(rangeOfType('numeric', long.toReversed())).toEqual(long);
  });

  it('with dates before Christ, beyond the year 9999 and without an end', () => {
    const dates = ['0044-03-15 BC', '0044-01-02 BC', '0300-01-01 BC', '2024-01-01', '12024-01-01'];
    expect(rangeOfType('date', dates)).toEqual(['0300-01-01 BC', '12024-01-01']);
    expect(rangeOfType('date', dates.slice(0, 2))).toEqual(['0044-01-02 BC', '0044-03-15 BC']);
    expect(rangeOfType('date', [...dates, 'infinity', '-infinity'])).toEqual(['-infinity', 'infinity']);
  });

  it('and is absent where the text form has another order', () => {
    const [money, interval, timeWithZone] = [790, 1186, 1266];
    expect(rangeOfType('numeric', ['$10.00', '$3,000.00'], money)).toEqual([null, null]);
    expect(rangeOfType('date', ['2 days', '01:00:00'], interval)).toEqual([null, null]);
    expect(rangeOfType('date', ['08:00:00+02', '07:00:00+00'], timeWithZone)).toEqual([null, null]);
    expect(rangeOfType('numeric', ['pg_class', '17'])).toEqual([null, null]);
  });
});
