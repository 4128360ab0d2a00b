import { parseTimestamp } from '#libs/clock';
import { TextField } from '../fields/field.js';

/** A time of a filter. Its zone is that of the installation where the text names none. */
export function TimeBoundField(description: string) {
  return TextField({
    max: 50,
    accepts: (value) => parseTimestamp(value, 'UTC') !== null,
    expected: {
      zh: '时间，例如 2025-07-01、2025-07-01 14:30:00 或 2025-07-01T14:30:00+08:00',
      en: 'a time such as 2025-07-01, 2025-07-01 14:30:00 or 2025-07-01T14:30:00+08:00',
    },
    optional: true,
    description,
    example: '2025-07-01 14:30:00',
  });
}

/** From the first instant of `start` to the last of `end`: a date covers the whole day. */
export function timeRange(
  start: string | undefined,
  end: string | undefined,
  timeZone: string,
): { from?: Date | undefined; until?: Date | undefined } {
  return {
    from: start === undefined ? undefined : (parseTimestamp(start, timeZone) ?? undefined),
    until: end === undefined ? undefined : (parseTimestamp(end, timeZone, true) ?? undefined),
  };
}
