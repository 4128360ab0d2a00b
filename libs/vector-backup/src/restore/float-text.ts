const ZERO = 0x30;
const NINE = 0x39;
const MINUS = 0x2d;
const DOT = 0x2e;
const EXPONENT = 0x65;

const POWERS = Array.from({ length: 23 }, (_, power) => 10 ** power);
/** Up to here every integer is a double. */
const MAX_MANTISSA = 2 ** 53 / 10 - 1;

/**
 * Reads the decimal number at `from` (inclusive) to `to` (exclusive) as the nearest single-precision number, exactly
 * as PostgreSQL does. Numbers of common length take no detour over strings.
 * @throws SyntaxError
 */
export function parseFloat32(bytes: Buffer, from: number, to: number): number {
  let at = from;
  const negative = bytes[at] === MINUS;
  if (negative) {
    at += 1;
  }
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (; at < to; at += 1) {
    const byte = bytes[at] as number;
    if (byte >= ZERO && byte <= NINE && mantissa < MAX_MANTISSA) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits += 1;
      decimals += decimals < 0 ? 0 : 1;
    } else if (byte === DOT && decimals < 0) {
      decimals = 0;
    } else {
      break;
    }
  }
  let power = decimals < 0 ? 0 : -decimals;
  if (digits > 0 && at < to && bytes[at] === EXPONENT) {
    power += exponentAt(bytes, at + 1, to);
    at = to;
  }
  if (digits === 0 || at < to || power > 22 || power < -22) {
    return viaString(bytes, from, to);
  }
  // Both operands are exact, so that the quotient or product is the nearest double (Clinger 1990).
  const double = power < 0 ? mantissa / (POWERS[-power] as number) : mantissa * (POWERS[power] as number);
  const single = Math.fround(double);
  // Rounded twice, a number that is near the middle of two singles can come out wrong.
  return isTie(double, single) ? viaString(bytes, from, to) : negative ? -single : single;
}

function exponentAt(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString('latin1', from, to);
  if (!/^[+-]?\d{1,3}$/.test(text)) {
    throw new SyntaxError(`not an exponent: ${text}`);
  }
  return Number(text);
}

/** Whether the double lies in the very middle of two singles. */
function isTie(double: number, single: number): boolean {
  if (double === single) {
    return false;
  }
  const other = 2 * double - single;
  return Math.fround(other) === other;
}

function viaString(bytes: Buffer, from: number, to: number): number {
  const text = bytes.toString('latin1', from, to);
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    throw new SyntaxError(`not a number: ${text.slice(0, 40)}`);
  }
  const double = Number(text);
  const single = Math.fround(double);
  return isTie(double, single) ? nearestSingle(text, double, single) : single;
}

/** Decides by the exact decimal which of the two singles around a tie is the nearest. */
function nearestSingle(text: string, tie: number, even: number): number {
  const order = compareDecimal(text, tie);
  if (order === 0) {
    return even;
  }
  const other = 2 * tie - even;
  return order > 0 ? Math.max(even, other) : Math.min(even, other);
}

/** Sign of `text - value`, exactly. */
function compareDecimal(text: string, value: number): number {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  let left = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const tens = Number(exponent) - fraction.length;
  let twos = 0;
  let scaled = value;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    twos += 1;
  }
  let right = BigInt(scaled);
  left <<= BigInt(twos);
  if (tens >= 0) {
    left *= 10n ** BigInt(tens);
  } else {
    right *= 10n ** BigInt(-tens);
  }
  return left === right ? 0 : left > right ? 1 : -1;
}
