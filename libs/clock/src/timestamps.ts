/** Wall-clock parts of an instant in a time zone. */
interface WallClock {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA-u-hc-h23-ca-iso8601', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function wallClock(instant: Date, timeZone: string): WallClock {
  const parts = Object.fromEntries(
    formatterOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return {
    year: (parts['year'] ?? '').padStart(4, '0'),
    month: parts['month'] ?? '',
    day: parts['day'] ?? '',
    hour: parts['hour'] ?? '',
    minute: parts['minute'] ?? '',
    second: parts['second'] ?? '',
  };
}

/** True for an IANA zone name (or `UTC`) that this runtime knows. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** `YYYYMMDD_HHMMSS`, the form used in task ids, execution ids and file names. */
export function fileTimestamp(instant: Date, timeZone: string): string {
  const { year, month, day, hour, minute, second } = wallClock(instant, timeZone);
  return `${year}${month}${day}_${hour}${minute}${second}`;
}

/** `YYYY-MM-DD HH:MM:SS`, the form used in log files and reports. */
export function logTimestamp(instant: Date, timeZone: string): string {
  const { year, month, day, hour, minute, second } = wallClock(instant, timeZone);
  return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
}

/** Offsets by zone and quarter of an hour: no zone changes its offset at another moment. */
const offsets = new Map<string, number>();
const QUARTER_MS = 15 * 60_000;
const MOST_OFFSETS = 10_000;

/** Minutes east of UTC at that instant. Asking the runtime takes microseconds, and a list of tasks holds hundreds. */
function offsetMinutes(instant: Date, timeZone: string): number {
  const quarter = Math.floor(instant.getTime() / QUARTER_MS);
  const key = `${timeZone} ${quarter}`;
  let minutes = offsets.get(key);
  if (minutes === undefined) {
    const begin = new Date(quarter * QUARTER_MS);
    const { year, month, day, hour, minute, second } = wallClock(begin, timeZone);
    const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
    minutes = Math.round((wall - begin.getTime()) / 60_000);
    if (offsets.size >= MOST_OFFSETS) {
      offsets.clear();
    }
    offsets.set(key, minutes);
  }
  return minutes;
}

/** ISO 8601 with the offset of the zone at that instant, to the second: `2025-07-21T23:49:14+08:00`. */
export function isoTimestamp(instant: Date, timeZone: string): string {
  const offset = offsetMinutes(instant, timeZone);
  const wall = new Date(instant.getTime() + offset * 60_000).toISOString().slice(0, 19);
  const sign = offset < 0 ? '-' : '+';
  const hours = String(Math.floor(Math.abs(offset) / 60)).padStart(2, '0');
  const minutes = String(Math.abs(offset) % 60).padStart(2, '0');
  return `${wall}${sign}${hours}:${minutes}`;
}
