import type { ValueKind } from '#libs/business-database';

/** Significant digits in which two numbers must agree. */
const DIGITS = 9;
/** Sums of floating-point numbers that should be 0 are below it. */
const NEARLY_ZERO = 1e-12;
/** Not half, so that no short decimal number lies on a border between two keys, where noise would part equal numbers. */
const ROUNDING = 0.5137;

const WRITTEN_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** The zone behind a time of day: one session writes all times in one zone. */
const ZONE = /(?<=:\d\d(?:\.\d+)?)[+-]\d\d(?::\d\d)*$/;
const MIDNIGHT = / 00:00:00$/;
/** No text of a server holds it. */
export const NULL_KEY = '\0';

/**
 * Equal for values that answer a question equally: numbers up to the noise of their arithmetic and whatever their type
 * is, a date and its midnight, a text of digits and its number, padded texts without the padding. Numbers of a text with
 * leading zeros are codes and stay as they are.
 */
export function valueKey(text: string | null, kind: ValueKind): string {
  if (text === null) {
    return NULL_KEY;
  }
  switch (kind) {
    case 'integer':
      return text;
    case 'number':
      return numberKey(text);
    case 'boolean':
      return text === 't' ? 'true' : 'false';
    case 'time':
      return text.replace(ZONE, '').replace(MIDNIGHT, '');
    case 'padded':
      return textKey(text.trimEnd());
    case 'text':
      return textKey(text);
  }
}

function textKey(text: string): string {
  return WRITTEN_NUMBER.test(text) ? numberKey(text) : text.normalize('NFC');
}

/** Whole numbers are exact, because they may be keys; others agree in their first digits. */
function numberKey(text: string): string {
  const plain = text.includes('.') && !/e/i.test(text) ? text.replace(/\.?0+$/, '') : text;
  if (/^-?\d+$/.test(plain)) {
    return plain === '-0' ? '0' : plain;
  }
  const value = Number(plain);
  if (!Number.isFinite(value)) {
    return text;
  }
  if (Math.abs(value) < NEARLY_ZERO) {
    return '0';
  }
  const whole = Math.round(value);
  if (Number.isSafeInteger(whole) && whole !== 0 && Math.abs(value - whole) <= Math.abs(value) * 10 ** -DIGITS) {
    return String(whole);
  }
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - DIGITS + 1);
  return String(Number((Math.floor(value / unit + ROUNDING) * unit).toPrecision(DIGITS)));
}
