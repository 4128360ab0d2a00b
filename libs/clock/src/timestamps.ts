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

/** Offset of a zone from UTC during a quarter of an hour. */
interface Offset {
  readonly milliseconds: number;
  /** `+08:00` */
  readonly text: string;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** No zone changes its offset at another moment than the quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Caches results by number; clears the cache when it is full. */
class Memory<T> {
  private readonly known = new Map<number, T>();

  constructor(private readonly compute: (number: number) => T) {}

  get(number: number): T {
    let value = this.known.get(number);
    if (value === undefined) {
      value = this.compute(number);
      if (this.known.size >= 10_000) {
        this.known.clear();
      }
      this.known.set(number, value);
    }
    return value;
  }
}

/** Asking the runtime takes microseconds, and a list of tasks holds hundreds of instants. */
const offsets = new Map<string, Memory<Offset>>();
/** `2025-07-21` by the number of the day since 1970. */
const days = new Memory((day) => new Date(day * DAY_MS).toISOString().slice(0, -'T00:00:00.000Z'.length));
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

function offsetsOf(timeZone: string): Memory<Offset> {
  let known = offsets.get(timeZone);
  if (known === undefined) {
    known = new Memory((quarter) => offsetAt(new Date(quarter * QUARTER_MS), timeZone));
    offsets.set(timeZone, known);
  }
  return known;
}

function offsetAt(instant: Date, timeZone: string): Offset {
  const { year, month, day, hour, minute, second } = wallClock(instant, timeZone);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const minutes = Math.round((wall - instant.getTime()) / MINUTE_MS);
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return {
    milliseconds: minutes * MINUTE_MS,
    text: `${minutes < 0 ? '-' : '+'}${TWO_DIGITS[hours]}:${TWO_DIGITS[rest]}`,
  };
}

/** ISO 8601 with the offset of the zone at that instant, to the second: `2025-07-21T23:49:14+08:00`. */
export function isoTimestamp(instant: Date, timeZone: string): string {
  const offset = offsetsOf(timeZone).get(Math.floor(instant.getTime() / QUARTER_MS));
  const wall = instant.getTime() + offset.milliseconds;
  const day = Math.floor(wall / DAY_MS);
  const time = wall - day * DAY_MS;
  const hour = TWO_DIGITS[Math.floor(time / HOUR_MS)];
  const minute = TWO_DIGITS[Math.floor((time % HOUR_MS) / MINUTE_MS)];
  const second = TWO_DIGITS[Math.floor((time % MINUTE_MS) / SECOND_MS)];
  return `${days.get(day)}T${hour}:${minute}:${second}${offset.text}`;
}

/** `YYYYMMDD_HHMMSS`, the form used in task ids, execution ids and file names. */
export function fileTimestamp(instant: Date, timeZone: string): string {
  return logTimestamp(instant, timeZone).replace(/[-:]/g, '').replace(' ', '_');
}

/** `YYYY-MM-DD HH:MM:SS`, the form used in log files and reports. */
export function logTimestamp(instant: Date, timeZone: string): string {
  return isoTimestamp(instant, timeZone).slice(0, 'YYYY-MM-DD HH:MM:SS'.length).replace('T', ' ');
}
