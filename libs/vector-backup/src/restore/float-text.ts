const ZERO = 0x30;
const MINUS = 0x2d;
const DOT = 0x2e;
const COMMA = 0x2c;

/** Up to here every power of ten is a double. */
const MAX_POWER = 22;
const POWERS = Float64Array.from({ length: MAX_POWER + 1 }, (_, power) => 10 ** power);
/** Up to here a further digit keeps the integer within 31 bits. */
const MAX_MANTISSA = Math.floor((2 ** 31 - 10) / 10);

/**
 * Reads decimal numbers with commas between them, from `from` (inclusive) to `to` (exclusive), and writes each as the
 * nearest single-precision number, big-endian: exactly as PostgreSQL does. What it writes itself, in its shortest form,
 * takes no detour over strings. The target has room for four bytes for every two of the source, and four more.
 * @returns how many there were
 * @throws SyntaxError
 */
export function writeFloats(source: Buffer, from: number, to: number, target: DataView, offset: number): number {
  let count = 0;
  // Behind a comma at the very end there is a number missing.
  for (let at = from; from < to && at <= to; at += 1) {
    const start = at;
    at += source[at] === MINUS ? 1 : 0;
    const first = at;
    let mantissa = 0;
    let point = -1;
    for (; at < to; at += 1) {
      const digit = (source[at] as number) - ZERO;
      if (digit >= 0 && digit <= 9 && mantissa <= MAX_MANTISSA) {
        mantissa = (Math.imul(mantissa, 10) + digit) | 0;
      } else if (source[at] === DOT && point < 0) {
        point = at;
      } else {
        break;
      }
    }
    const decimals = point < 0 ? 0 : at - point - 1;
    const hasDigits = at - first > (point < 0 ? 0 : 1);
    let single: number;
    if (hasDigits && decimals <= MAX_POWER && (at === to || source[at] === COMMA)) {
      // Both operands are exact, so that the quotient is the nearest double (Clinger 1990).
      const double = mantissa / (POWERS[decimals] as number);
      single = Math.fround(double);
      // Rounded twice, a number that is near the middle of two singles can come out wrong.
      single = isTie(double, single) ? viaString(source, start, at) : first > start ? -single : single;
    } else {
      const comma = source.indexOf(COMMA, at);
      at = comma === -1 || comma > to ? to : comma;
      single = viaString(source, start, at);
    }
    target.setFloat32(offset + Float32Array.BYTES_PER_ELEMENT * count, single);
    count += 1;
  }
  return count;
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
  if (!/^-?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(text)) {
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
