import { describe, expect, it } from '@jest/globals';
import { writeFloats } from './float-text.js';

function parseAll(text: string): number[] {
  const bytes = Buffer.from(`[${text}]`);
  const view = new DataView(new ArrayBuffer(2 * bytes.length + 4));
  const count = writeFloats(bytes, 1, bytes.length - 1, view, 2);
  return Array.from({ length: count }, (_, index) => view.getFloat32(2 + 4 * index));
}

function parse(text: string): number | undefined {
  return parseAll(text)[0];
}

describe('writeFloats', () => {
  it('reads as many numbers as there are', () => {
    expect(parseAll('')).toEqual([]);
    expect(parseAll('1,-2.5,1e-05,0.25')).toEqual([1, -2.5, Math.fround(1e-5), 0.25]);
    expect(parseAll('1,-2.5e+2,16777217.5')).toEqual([1, -250, 16777218]);
  });

  it.each<[string, number]>([
    ['0', 0],
    ['-0', -0],
    ['1', 1],
    ['-0.01921251', Math.fround(-0.01921251)],
    ['1e-05', Math.fround(1e-5)],
    ['-3.4028235e+38', Math.fround(-3.4028235e38)],
    ['1.17549435e-38', Math.fround(1.17549435e-38)],
    ['1e-45', 1.401298464324817e-45],
    ['16777217', 16777216],
    ['0.1234567890123456789', Math.fround(0.12345678901234568)],
  ])('reads %s', (text, value) => {
    expect(parse(text)).toBe(value);
  });

  it('is not misled by rounding twice', () => {
    // 1 + 2^-24 is the middle between 1 and the next single; the digits behind it decide.
    expect(parse('1.00000005960464477539062499999')).toBe(1);
    expect(parse('1.000000059604644775390625')).toBe(1);
    expect(parse('1.00000005960464477539062500001')).toBe(1 + 2 ** -23);
    expect(parse('-1.00000005960464477539062500001')).toBe(-1 - 2 ** -23);
  });

  it('gives every single back that was written in its shortest form', () => {
    const view = new DataView(new ArrayBuffer(4));
    let state = 1;
    const wrong: string[] = [];
    for (let round = 0; round < 20_000; round += 1) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      view.setUint32(0, state);
      const single = view.getFloat32(0);
      if (Number.isFinite(single)) {
        const text = shortest(single);
        if (!Object.is(parse(text), single)) {
          wrong.push(text);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(['-', '.', 'NaN', 'Infinity', '1.2.3', '1e', '0x10', '1 2', '1e99999', '1,', ',1', '1,,2', '1,x'])(
    'refuses %s',
    (text) => {
      expect(() => parse(text)).toThrow(SyntaxError);
    },
  );
});

/** Fewest digits that read back as the same single. */
function shortest(single: number): string {
  for (let digits = 1; digits <= 9; digits += 1) {
    const text = single.toPrecision(digits);
    if (Math.fround(Number(text)) === single) {
      return text;
    }
  }
  return single.toPrecision(9);
}
