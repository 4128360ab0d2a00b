import { plural } from '../business/inflection.js';
import type { Entity, Field } from '../business/model.js';
import { named, outputName, renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  additiveOf,
  aggregatesOf,
  notDeleted,
  averageOf,
  businessDatesOf,
  categoriesOf,
  countOf,
  datesOf,
  descending,
  equals,
  from,
  isEmpty,
  measuresOf,
  namedAggregate,
  ownTitle,
  rounded,
  shownFields,
  sumOf,
  titleFields,
  titleSql,
  type Aggregate,
} from './parts.js';
import { classifier, extremes, listed, nounOf } from './words.js';

/** One number over the whole entity, and over the rows of one frequent value. */
function* wholeAndPart(entity: Entity, field: Field, aggregate: Aggregate, wording: Wording): Iterable<Proposal> {
  const { say } = wording;
  const select = [namedAggregate(aggregate)];
  yield {
    question: say({
      zh: [`所有${nounOf(entity)}的${aggregate.label}是多少？`, `统计全部${nounOf(entity)}的${aggregate.label}。`],
      en: [
        `what is the ${aggregate.label} of all ${entity.plural}?`,
        `calculate the ${aggregate.label} over all ${entity.plural}.`,
      ],
    }),
    sql: renderSelect({ select, from: from(entity), where: [notDeleted(entity)] }),
    fields: [[entity, field]],
  };
  for (const category of categoriesOf(entity)) {
    const [value] = category.values;
    if (value) {
      const condition = equals(category, value);
      yield {
        question: say({
          zh: `${condition.zh}${nounOf(entity)}的${aggregate.label}是多少？`,
          en: `what is the ${aggregate.label} of the ${entity.plural} ${condition.en}?`,
        }),
        sql: renderSelect({ select, from: from(entity), where: [condition.sql, notDeleted(entity)] }),
        fields: [[entity, field, category]],
      };
    }
  }
}

export const sum: Kind = {
  name: 'sum',
  *propose(entity, wording) {
    for (const field of additiveOf(entity)) {
      yield* wholeAndPart(entity, field, sumOf(entity, field, wording), wording);
    }
  },
};

export const average: Kind = {
  name: 'average',
  *propose(entity, wording) {
    for (const field of measuresOf(entity)) {
      yield* wholeAndPart(entity, field, averageOf(entity, field, wording), wording);
    }
  },
};

export const minMax: Kind = {
  name: 'min_max',
  *propose(entity, { say }) {
    for (const field of measuresOf(entity)) {
      const { zh, en } = extremes(field);
      yield {
        question: say({
          zh: [
            `${entity.label}的${field.short}${zh[0]}和${zh[1]}分别是多少？`,
            `${entity.label}中，${field.short}的最大值和最小值是多少？`,
          ],
          en: [
            `what are the ${en[0]} and the ${en[1]} ${field.short} of the ${entity.plural}?`,
            `what is the range of the ${field.short} of the ${entity.plural}, from the ${en[1]} to the ${en[0]}?`,
          ],
        }),
        sql: renderSelect({
          select: [
            named(`MAX(${field.sql})`, say({ zh: `${zh[0]}${field.label}`, en: `${en[0]} ${field.label}` })),
            named(`MIN(${field.sql})`, say({ zh: `${zh[1]}${field.label}`, en: `${en[1]} ${field.label}` })),
          ],
          from: from(entity),
          where: [notDeleted(entity)],
        }),
        fields: [[entity, field]],
      };
    }
    for (const field of datesOf(entity)) {
      yield {
        question: say({
          zh: `${entity.label}最早和最晚的${field.label}分别是什么时候？`,
          en: `what are the earliest and the latest ${field.label} of the ${entity.plural}?`,
        }),
        sql: renderSelect({
          select: [
            named(`MIN(${field.sql})`, say({ zh: `最早${field.label}`, en: `earliest ${field.label}` })),
            named(`MAX(${field.sql})`, say({ zh: `最晚${field.label}`, en: `latest ${field.label}` })),
          ],
          from: from(entity),
          where: [notDeleted(entity)],
        }),
        fields: [[entity, field]],
      };
    }
  },
};

/** Aggregate of a measure within a group: quantities are additive, prices are averaged. */
function groupAggregates(entity: Entity, wording: Wording): Aggregate[] {
  const averages = measuresOf(entity).filter(({ additive }) => !additive);
  return [...aggregatesOf(entity, wording), ...averages.map((field) => averageOf(entity, field, wording))];
}

export const groupBy: Kind = {
  name: 'group_by',
  *propose(entity, wording) {
    for (const field of categoriesOf(entity)) {
      for (const aggregate of groupAggregates(entity, wording)) {
        yield {
          question: wording.say({
            zh:
              field.role === 'flag'
                ? `按${field.label}统计${aggregate.phrase}。`
                : [`按${field.label}统计${aggregate.phrase}。`, `各${field.label}的${aggregate.phrase}分别是多少？`],
            en: [
              `show the ${aggregate.phrase} by ${field.label}.`,
              `what is the ${aggregate.phrase} for each ${field.label}?`,
            ],
          }),
          sql: renderSelect({
            select: [...shownFields([field]), namedAggregate(aggregate)],
            from: from(entity),
            where: [notDeleted(entity)],
            groupBy: [field.sql],
            orderBy: [descending(aggregate)],
          }),
          fields: [[entity, field, ...aggregate.fields]],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
  },
};

/** Half of a lower bound of the largest group's size, rounded down to a round number. */
function threshold(entity: Entity, field: Field): number {
  const largest = (entity.rowCount ?? 0) * (field.topShare ?? 1 / Math.max(field.distinctCount ?? 1, 1));
  const half = Math.floor(largest / 2);
  const unit = 10 ** Math.max(0, String(half).length - 1);
  return half < 1 ? 0 : Math.floor(half / unit) * unit;
}

export const having: Kind = {
  name: 'having',
  *propose(entity, wording) {
    for (const field of categoriesOf(entity).filter(({ role }) => role === 'category')) {
      const aggregate = countOf(entity, wording);
      const least = Math.max(threshold(entity, field), isEmpty(entity) ? 1 : 0);
      yield {
        question: wording.say({
          zh: [
            `哪些${field.label}的${aggregate.label}超过 ${least}？`,
            `列出${aggregate.label}超过 ${least} 的${field.label}。`,
          ],
          en: [
            `which ${plural(field.label)} have more than ${least} ${least === 1 ? entity.label : entity.plural}?`,
            `list the ${plural(field.label)} with more than ${least} ${least === 1 ? entity.label : entity.plural}.`,
          ],
        }),
        sql: renderSelect({
          select: [...shownFields([field]), namedAggregate(aggregate)],
          from: from(entity),
          // Exclude NULL groups.
          where: [field.notNull ? null : `${field.sql} IS NOT NULL`, notDeleted(entity)],
          groupBy: [field.sql],
          having: `COUNT(*) > ${least}`,
          orderBy: [descending(aggregate)],
        }),
        fields: [[entity, field]],
        mayBeEmpty: isEmpty(entity) || entity.rowCount === null,
        isWeak: least < 2 || /int/.test(field.type),
      };
    }
  },
};

export const topN: Kind = {
  name: 'top_n',
  *propose(entity, wording) {
    const { say } = wording;
    const title = titleSql(entity, entity.title.labels);
    for (const field of measuresOf(entity)) {
      const most = extremes(field);
      yield {
        isWeak: (field.distinctCount ?? 9) < 5,
        question: say({
          zh: [
            `${field.short}${most.zh[0]}的 5 ${classifier(entity)}是哪些？`,
            `列出${field.short}${most.zh[0]}的前 5 ${classifier(entity)}。`,
          ],
          en: [
            `which 5 ${entity.plural} have the ${most.en[0]} ${field.short}?`,
            `show the top 5 ${entity.plural} by ${field.short}.`,
          ],
        }),
        sql: renderSelect({
          select: [...title.select, ...shownFields([field])],
          from: from(entity),
          where: [field.notNull ? null : `${field.sql} IS NOT NULL`, notDeleted(entity)],
          orderBy: [`${field.sql} DESC`, ...title.orderBy.filter((sql) => sql !== field.sql)],
          limit: 5,
        }),
        fields: [[entity, field, ...titleFields(entity)]],
        mayBeEmpty: isEmpty(entity),
      };
    }
    for (const field of businessDatesOf(entity)) {
      // A row is identified by its name; without one, by its quantities.
      const more = entity.title.isName ? [] : measuresOf(entity).slice(0, 2);
      const what = listed([...ownTitle(entity), ...more.map(({ short }) => short)], wording);
      yield {
        question: say({
          zh:
            more.length === 0
              ? `按${field.short}排列，最近的 10 ${classifier(entity)}是哪些？`
              : `按${field.short}排列，列出最近 10 ${classifier(entity)}的${what}。`,
          en:
            more.length === 0
              ? `which are the 10 ${entity.plural} with the latest ${field.short}?`
              : `list the ${what} of the 10 ${entity.plural} with the latest ${field.short}.`,
        }),
        sql: renderSelect({
          select: [...title.select, ...shownFields([field, ...more])],
          from: from(entity),
          where: [field.notNull ? null : `${field.sql} IS NOT NULL`, notDeleted(entity)],
          orderBy: [`${field.sql} DESC`, ...title.orderBy.filter((sql) => sql !== field.sql)],
          limit: 10,
        }),
        fields: [[entity, field, ...titleFields(entity), ...more]],
        mayBeEmpty: isEmpty(entity),
      };
    }
  },
};

export const shareOfTotal: Kind = {
  name: 'share_of_total',
  *propose(entity, wording) {
    for (const field of categoriesOf(entity)) {
      for (const aggregate of aggregatesOf(entity, wording)) {
        const of = `100.0 * ${aggregate.expression} / NULLIF(SUM(${aggregate.expression}) OVER (), 0)`;
        const share = wording.say({ zh: '占比(%)', en: 'share percent' });
        yield {
          question: wording.say({
            zh:
              field.role === 'flag'
                ? `按${field.label}划分，${aggregate.whole}各占百分之多少？`
                : [
                    `${aggregate.whole}中，各${field.label}分别占百分之多少？`,
                    `按${field.label}划分，${aggregate.whole}的占比各是多少？`,
                  ],
            en:
              field.role === 'flag'
                ? `what percentage of ${aggregate.whole} falls on each value of the ${field.label}?`
                : [
                    `what percentage of ${aggregate.whole} does each ${field.label} account for?`,
                    `give the share of each ${field.label} in ${aggregate.whole}, in percent.`,
                  ],
          }),
          sql: renderSelect({
            select: [...shownFields([field]), namedAggregate(aggregate), named(rounded(of, aggregate.isFloat), share)],
            from: from(entity),
            where: [notDeleted(entity)],
            groupBy: [field.sql],
            orderBy: [`${outputName(share)} DESC NULLS LAST`],
          }),
          fields: [[entity, field, ...aggregate.fields]],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
  },
};
