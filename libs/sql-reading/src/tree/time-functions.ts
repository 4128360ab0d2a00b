/** Patterns of to_char that write a span of time, as the spans of date_trunc. */
const WRITTEN: Readonly<Record<string, string>> = {
  YYYY: 'year',
  'YYYY-MM': 'month',
  YYYYMM: 'month',
  'YYYY/MM': 'month',
  'YYYY-MM-DD': 'day',
  'YYYY-"Q"Q': 'quarter',
};
/** Parts of a date that repeat; the year does not. */
const PART: Readonly<Record<string, string>> = {
  month: 'month_of_year',
  quarter: 'quarter_of_year',
  week: 'week_of_year',
  day: 'day_of_month',
  hour: 'hour_of_day',
  minute: 'minute_of_hour',
};

/**
 * The canonical name of a function that takes a span or a part of a time: `EXTRACT(YEAR FROM x)`, `date_trunc('year', x)`
 * and `to_char(x, 'YYYY')` are `year(x)`. Null for other functions.
 * @param args texts of the arguments
 */
export function timeFunction(name: string, args: readonly string[]): string | null {
  const [first = '', second = ''] = args;
  switch (name) {
    case 'extract':
    case 'date_part': {
      const part = first.toLowerCase();
      return `${PART[part] ?? part}(${second})`;
    }
    case 'date_trunc':
      return `${first.toLowerCase()}(${second})`;
    case 'to_char':
      return WRITTEN[second] === undefined ? null : `${WRITTEN[second]}(${first})`;
    case 'date':
      return dayOf(first);
    case 'now':
    case 'current_timestamp':
    case 'localtimestamp':
    case 'statement_timestamp':
      return 'now';
    default:
      return null;
  }
}

/** The day of a time; spans of whole days stay as they are. */
export function dayOf(text: string): string {
  return /^(day|week|month|quarter|year)\(/.test(text) || text === 'current_date' ? text : `day(${text})`;
}
