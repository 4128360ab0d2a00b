import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { Bucket, FieldRef, Period } from '../intent.js';
import { renderSelect } from './select.js';
import { aliveTest, tableSql } from './scope.js';

/** A half-open span, so that the last day of a time stamp is whole. */
export function periodSql(of: FieldRef, period: Period, column: string): string {
  if (period.unit === 'last') {
    const since = `${column} > (${latest(of)}) - INTERVAL '${period.count} ${period.of}s'`;
    return of.field.hasInfinity ? `${since} AND isfinite(${column})` : since;
  }
  if (period.unit === 'date' && of.field.type === 'date') {
    return `${column} = DATE ${quoteLiteral(period.date)}`;
  }
  const [from, to] = boundsOf(period);
  return `${column} >= DATE ${quoteLiteral(from)} AND ${column} < DATE ${quoteLiteral(to)}`;
}

/** First day, and first day after it. */
function boundsOf(period: Exclude<Period, { unit: 'last' }>): readonly [string, string] {
  switch (period.unit) {
    case 'year':
      return [dayOf(period.year * 12), dayOf(period.year * 12 + 12)];
    case 'quarter': {
      const month = period.year * 12 + (period.quarter - 1) * 3;
      return [dayOf(month), dayOf(month + 3)];
    }
    case 'month': {
      const month = period.year * 12 + period.month - 1;
      return [dayOf(month), dayOf(month + 1)];
    }
    case 'date':
      return [period.date, new Date(Date.parse(period.date) + 86_400_000).toISOString().slice(0, 10)];
  }
}

/** @param month months since year 0 */
function dayOf(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}

/** The last value in the data. */
function latest({ entity, field }: FieldRef): string {
  const column = quoteIdentifier(field.name);
  return renderSelect({
    select: [`MAX(${column})`],
    from: tableSql(entity),
    where: [field.hasInfinity ? `isfinite(${column})` : null, aliveTest(entity, quoteIdentifier)],
  });
}

/** The bucket of a time, as people read it: `2023`, `2023-Q1`, `2023-05`, a date, 1 for Monday, the hour. */
export function bucketSql(bucket: Bucket, column: string, isDate: boolean): string {
  switch (bucket) {
    case 'year':
      return `EXTRACT(YEAR FROM ${column})::int`;
    case 'quarter':
      return `to_char(${column}, 'YYYY-"Q"Q')`;
    case 'month':
      return `to_char(${column}, 'YYYY-MM')`;
    case 'week':
      return `date_trunc('week', ${column})::date`;
    case 'weekday':
      return `EXTRACT(ISODOW FROM ${column})::int`;
    case 'day':
      return isDate ? column : `${column}::date`;
    case 'hour':
      return `EXTRACT(HOUR FROM ${column})::int`;
  }
}

/** The first day of a bucket: what a comparison of periods counts from. */
export function bucketStartSql(bucket: Bucket, column: string): string {
  return bucket === 'year' ? bucketSql('year', column, false) : `date_trunc('${bucket}', ${column})::date`;
}
