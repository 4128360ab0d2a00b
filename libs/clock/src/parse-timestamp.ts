import { logTimestamp } from './timestamps.js';

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The instant that a person or program wrote: `2025-07-01`, with a time to the minute, second or fraction, with `T` or a
 * blank before it, with or without an offset; without one it is read in `timeZone`.
 * @param end take the last millisecond of the given day, minute or second.
 * @returns null for anything else, impossible dates included.
 */
export function parseTimestamp(text: string, timeZone: string, end = false): Date | null {
  const match = FORM.exec(text.trim());
  if (!match) {
    return null;
  }
  const [, year, month, day, hour, minute, second, fraction, offset] = match;
  const pad = (value: string | undefined, last: string) => value ?? (end ? last : '0'.repeat(last.length));
  const wall = `${year}-${month}-${day}T${pad(hour, '23')}:${pad(minute, '59')}:${pad(second, '59')}`;
  const milliseconds = pad(fraction?.padEnd(3, '0'), '999');
  const asUtc = new Date(`${wall}.${milliseconds}Z`);
  if (Number.isNaN(asUtc.getTime()) || asUtc.toISOString() !== `${wall}.${milliseconds}Z`) {
    return null;
  }
  return offset === undefined ? inZone(asUtc, timeZone) : new Date(asUtc.getTime() - offsetMs(offset));
}

function offsetMs(offset: string): number {
  if (offset.toUpperCase() === 'Z') {
    return 0;
  }
  const [hours, minutes] = [offset.slice(1, 3), offset.slice(-2)].map(Number);
  return (offset.startsWith('-') ? -1 : 1) * ((hours ?? 0) * 60 + (minutes ?? 0)) * 60_000;
}

/** The instant at which clocks of the zone show what `wall` shows in UTC; looked up twice, for days of a clock change. */
function inZone(wall: Date, timeZone: string): Date {
  const shift = (instant: Date) => {
    const seconds = Math.floor(instant.getTime() / 1000) * 1000;
    return Date.parse(`${logTimestamp(instant, timeZone).replace(' ', 'T')}Z`) - seconds;
  };
  const guess = new Date(wall.getTime() - shift(wall));
  return new Date(wall.getTime() - shift(guess));
}
