import type { Text } from '#libs/language';
import type { Entity, Field } from '../business/model.js';
import type { Period } from '../business/period.js';
import { named, outputName, renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  aggregatesOf,
  notDeleted,
  businessDatesOf,
  from,
  isEmpty,
  isLong,
  namedAggregate,
  within,
  type Aggregate,
} from './parts.js';
import { inPeriod } from './words.js';

interface Bucket extends Text {
  expression(field: Field): string;
  /** The span looked at; null means everything. */
  span(field: Field): Period | null;
}

const BUCKETS = {
  day: {
    zh: '日期',
    en: 'day',
    expression: ({ sql, type }) => (type === 'date' ? sql : `${sql}::date`),
    span: ({ periods }) => periods?.month ?? null,
  },
  month: {
    zh: '月份',
    en: 'month',
    expression: ({ sql }) => `to_char(${sql}, 'YYYY-MM')`,
    span: ({ periods }) => periods?.year ?? null,
  },
  year: {
    zh: '年份',
    en: 'year',
    expression: ({ sql }) => `EXTRACT(YEAR FROM ${sql})::int`,
    span: () => null,
  },
} as const satisfies Record<string, Bucket>;

function trend(entity: Entity, field: Field, bucket: Bucket, aggregate: Aggregate, { say }: Wording): Proposal {
  const span = bucket.span(field);
  const expression = bucket.expression(field);
  const label = say(bucket);
  const during = span ? span.words : '';
  const when = span ? ` ${inPeriod(span)}` : '';
  const each = { 日期: '每天', 月份: '每个月', 年份: '每年' }[bucket.zh] ?? '';
  return {
    question: say({
      zh: [
        `按${field.short}统计，${during}${each}的${aggregate.phrase}是多少？`,
        `${during}${aggregate.phrase}${each}的变化情况如何？以${field.short}为准。`,
      ],
      en: [
        `how did the ${aggregate.phrase} develop ${bucket.en} by ${bucket.en}${when}, going by ${field.short}?`,
        `what was the ${aggregate.phrase} for each ${bucket.en}${when}, by ${field.short}?`,
      ],
    }),
    sql: renderSelect({
      select: [named(expression, label), namedAggregate(aggregate)],
      from: from(entity),
      where: [span ? within(field, span) : hasPeriod(field), notDeleted(entity)],
      groupBy: [expression],
      orderBy: [outputName(label)],
    }),
    fields: [[entity, field, ...aggregate.fields]],
    mayBeEmpty: isEmpty(entity),
    isWeak: !isLong(entity),
  };
}

/** The condition that leaves out rows in no month or year, or null where there are none. */
function hasPeriod({ sql, notNull, holdsInfinity }: Field): string | null {
  return holdsInfinity ? `isfinite(${sql})` : notNull ? null : `${sql} IS NOT NULL`;
}

function trendKind(name: string, bucket: Bucket): Kind {
  return {
    name,
    *propose(entity, wording) {
      for (const field of businessDatesOf(entity)) {
        // A single year has no yearly trend.
        if (bucket === BUCKETS.year && field.periods?.years === 1) {
          continue;
        }
        for (const aggregate of aggregatesOf(entity, wording)) {
          yield trend(entity, field, bucket, aggregate, wording);
        }
      }
    },
  };
}

export const trendByDay = trendKind('trend_by_day', BUCKETS.day);
export const trendByMonth = trendKind('trend_by_month', BUCKETS.month);
export const trendByYear = trendKind('trend_by_year', BUCKETS.year);

export const periodComparison: Kind = {
  name: 'period_comparison',
  *propose(entity, wording) {
    const { say } = wording;
    for (const field of businessDatesOf(entity)) {
      const { periods } = field;
      if (!periods) {
        continue;
      }
      const years = (periods.years ?? 1) > 1;
      const [now, before] = years ? [periods.year, periods.previousYear] : [periods.month, periods.previousMonth];
      for (const aggregate of aggregatesOf(entity, wording)) {
        const during = (period: Period): string => `${aggregate.expression} FILTER (WHERE ${within(field, period)})`;
        yield {
          question: say({
            zh: [
              `按${field.short}对比，${now.words}和${before.words}的${aggregate.phrase}各是多少，相差多少？`,
              `${now.words}与${before.words}相比，${aggregate.phrase}有什么变化？以${field.short}为准。`,
            ],
            en: [
              `compare the ${aggregate.phrase} ${inPeriod(now)} with that ${inPeriod(before)}, going by ${field.short}.`,
              `what was the ${aggregate.phrase} ${inPeriod(now)} and ${inPeriod(before)}, and how big is the difference, by ${field.short}?`,
            ],
          }),
          sql: renderSelect({
            select: [
              named(during(now), say({ zh: now.words, en: periodName(now) })),
              named(during(before), say({ zh: before.words, en: periodName(before) })),
              named(`${during(now)} - ${during(before)}`, say({ zh: '差额', en: 'difference' })),
            ],
            from: from(entity),
            where: [notDeleted(entity)],
          }),
          fields: [[entity, field, ...aggregate.fields]],
          isWeak: !isLong(entity),
        };
      }
    }
  },
};

/** `2022` is not a usable column name. */
function periodName({ words }: Period): string {
  return /^\d/.test(words) ? `year ${words}` : words;
}

export const busiestPeriod: Kind = {
  name: 'peak_period',
  *propose(entity, wording) {
    for (const field of businessDatesOf(entity)) {
      for (const aggregate of aggregatesOf(entity, wording)) {
        const expression = BUCKETS.month.expression(field);
        yield {
          question: wording.say({
            zh: `按${field.short}统计，哪个月的${aggregate.phrase}最高？`,
            en: `in which month was the ${aggregate.phrase} highest, going by ${field.short}?`,
          }),
          sql: renderSelect({
            select: [named(expression, wording.say({ zh: '月份', en: 'month' })), namedAggregate(aggregate)],
            from: from(entity),
            where: [hasPeriod(field), notDeleted(entity)],
            groupBy: [expression],
            orderBy: [`${outputName(aggregate.label)} DESC NULLS LAST`],
            limit: 1,
          }),
          fields: [[entity, field, ...aggregate.fields]],
          mayBeEmpty: isEmpty(entity),
          isWeak: !isLong(entity),
        };
      }
    }
  },
};
