import { plural } from '../business/inflection.js';
import type { ConditionValue } from '../business/condition-values.js';
import { isOfInterest, type Entity, type Field } from '../business/model.js';
import { quoteLiteral } from '#libs/postgres';
import { named, renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  notDeleted,
  categoriesOf,
  countOf,
  datesOf,
  equals,
  from,
  isEmpty,
  isPlainBridge,
  measuresOf,
  namedAggregate,
  ownTitle,
  shownFields,
  titleFields,
  titleSql,
  within,
  type Condition,
} from './parts.js';
import { classifier, howMany, howManyOf, inPeriod, isOrAre, listed, nounOf } from './words.js';

const LISTED_FIELDS = 3;
const FIRST_ROWS = 20;

/** The fields worth listing with the title, in groups, so that each of them gets listed. */
function fieldGroups(entity: Entity, without: readonly Field[] = []): Field[][] {
  const left = [...titleFields(entity), ...without];
  const fields = entity.fields.filter((field) => isOfInterest(field) && !left.includes(field));
  const groups: Field[][] = [];
  for (let start = 0; start < fields.length; start += LISTED_FIELDS) {
    groups.push(fields.slice(start, start + LISTED_FIELDS));
  }
  return groups.length > 0 ? groups : [[]];
}

function listing(entity: Entity, fields: readonly Field[], condition: Condition, wording: Wording): Proposal {
  const title = titleSql(entity, entity.title.labels);
  const shown = [...ownTitle(entity), ...fields.map(({ short }) => short)];
  const what = listed(shown, wording);
  const noun = nounOf(entity);
  return {
    question:
      shown.length === 1 && entity.title.isName
        ? wording.say({ zh: `${condition.zh}${noun}有哪些？`, en: `list the ${entity.plural} ${condition.en}.` })
        : wording.say({
            zh: [`列出${condition.zh}${noun}的${what}。`, `${condition.zh}${noun}有哪些？给出${what}。`],
            en: [
              `list the ${what} of the ${entity.plural} ${condition.en}.`,
              `show all ${entity.plural} ${condition.en}, with their ${what}.`,
            ],
          }),
    sql: renderSelect({
      select: [...title.select, ...shownFields(fields)],
      from: from(entity),
      where: [condition.sql, notDeleted(entity)],
      orderBy: title.orderBy,
    }),
  };
}

/** A real value that some rows reach and some do not. */
function upperValue(field: Field): ConditionValue | undefined {
  const sorted = [...field.values].sort((a, b) => Number(a.sql) - Number(b.sql));
  const value = sorted[Math.floor((sorted.length * 2) / 3)];
  return value?.sql === sorted[0]?.sql ? undefined : value;
}

export const filter: Kind = {
  name: 'filter',
  *propose(entity, wording) {
    for (const field of categoriesOf(entity)) {
      const [value] = field.values;
      const condition = value && equals(field, value);
      if (!condition) {
        continue;
      }
      for (const fields of fieldGroups(entity, [field])) {
        yield {
          ...listing(entity, fields, condition, wording),
          fields: [[entity, field, ...titleFields(entity), ...fields]],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
    for (const field of measuresOf(entity)) {
      const value = upperValue(field);
      const condition = value && {
        sql: `${field.sql} >= ${value.sql}`,
        zh: `${field.short}不低于 ${value.shown} 的`,
        en: `whose ${field.short} ${isOrAre(field.short)} at least ${value.shown}`,
      };
      if (!condition) {
        continue;
      }
      for (const fields of fieldGroups(entity, [field])) {
        yield {
          ...listing(entity, fields, condition, wording),
          fields: [[entity, field, ...titleFields(entity), ...fields]],
        };
      }
    }
  },
};

/** Rows without a condition: the only question about columns without values to compare with. */
export const list: Kind = {
  name: 'list',
  *propose(entity, wording) {
    const title = titleSql(entity, entity.title.labels);
    for (const fields of fieldGroups(entity).filter((group) => group.length > 0)) {
      const own = ownTitle(entity);
      const what = listed([...own, ...fields.map(({ short }) => short)], wording);
      yield {
        question: wording.say({
          zh: `按${own[0] ?? ''}排序，列出前 ${FIRST_ROWS} ${classifier(entity)}的${what}。`,
          en: `list the first ${FIRST_ROWS} ${entity.plural} by ${own[0] ?? ''}, with their ${what}.`,
        }),
        sql: renderSelect({
          select: [...title.select, ...shownFields(fields)],
          from: from(entity),
          where: [notDeleted(entity)],
          orderBy: title.orderBy,
          limit: FIRST_ROWS,
        }),
        fields: [[entity, ...titleFields(entity), ...fields]],
        mayBeEmpty: isEmpty(entity),
        isWeak: true,
      };
    }
  },
};

export const count: Kind = {
  name: 'count',
  *propose(entity, wording) {
    // Counts of bridge rows are not useful.
    if (isPlainBridge(entity)) {
      return;
    }
    const counted = namedAggregate(countOf(entity, wording));
    yield {
      question: wording.say({
        zh: [`一共有${howMany(entity, wording)}？`, `${nounOf(entity)}总共有${howManyOf(entity)}？`],
        en: [`how many ${entity.plural} are there in total?`, `what is the total number of ${entity.plural}?`],
      }),
      sql: renderSelect({ select: [counted], from: from(entity), where: [notDeleted(entity)] }),
    };
    for (const field of categoriesOf(entity)) {
      const value = field.values[1] ?? field.values[0];
      if (value) {
        const condition = equals(field, value);
        yield {
          question: wording.say({
            zh: [
              `${condition.zh}${nounOf(entity)}有${howManyOf(entity)}？`,
              `有多少${condition.zh}${nounOf(entity)}？`,
            ],
            en: [`how many ${entity.plural} are there ${condition.en}?`, `count the ${entity.plural} ${condition.en}.`],
          }),
          sql: renderSelect({ select: [counted], from: from(entity), where: [condition.sql, notDeleted(entity)] }),
          fields: [[entity, field]],
        };
      }
    }
  },
};

export const distinct: Kind = {
  name: 'distinct',
  *propose(entity, wording) {
    for (const field of entity.fields) {
      const { distinctCount } = field;
      const isUnique = (distinctCount ?? 0) > (entity.rowCount ?? Infinity) / 2;
      const repeated = field.role === 'category' || (field.role === 'text' && (distinctCount ?? 0) > 1 && !isUnique);
      if (!repeated || titleFields(entity).includes(field)) {
        continue;
      }
      const many = (distinctCount ?? 0) > 60;
      yield {
        question: many
          ? wording.say({
              zh: `${entity.label}涉及多少个不同的${field.short}？`,
              en: `how many different ${plural(field.short)} do the ${entity.plural} have?`,
            })
          : wording.say({
              zh: [`${entity.label}中出现过哪些不同的${field.short}？`, `${entity.label}的${field.short}有哪几种？`],
              en: [
                `which ${plural(field.label)} occur among the ${entity.plural}?`,
                `what different ${plural(field.label)} are there among the ${entity.plural}?`,
              ],
            }),
        sql: renderSelect({
          select: many
            ? [
                named(
                  `COUNT(DISTINCT ${field.sql})`,
                  wording.say({ zh: `${field.label}数量`, en: `number of ${plural(field.label)}` }),
                ),
              ]
            : [`DISTINCT ${shownFields([field])[0] ?? field.sql}`],
          from: from(entity),
          where: [field.notNull || many ? null : `${field.sql} IS NOT NULL`, notDeleted(entity)],
          ...(many ? {} : { orderBy: [field.sql] }),
        }),
        fields: [[entity, field]],
        mayBeEmpty: !many && isEmpty(entity),
        isWeak: isUnique,
      };
    }
  },
};

export const dateRange: Kind = {
  name: 'date_range',
  *propose(entity, wording) {
    for (const field of datesOf(entity)) {
      const period = field.periods?.month;
      if (!period) {
        continue;
      }
      yield {
        question: wording.say({
          zh: `${field.short}在${period.words}的${nounOf(entity)}有${howManyOf(entity)}？`,
          en: `how many ${entity.plural} have their ${field.short} ${inPeriod(period)}?`,
        }),
        sql: renderSelect({
          select: [namedAggregate(countOf(entity, wording))],
          from: from(entity),
          where: [within(field, period), notDeleted(entity)],
        }),
        fields: [[entity, field]],
      };
      for (const fields of fieldGroups(entity, [field])) {
        const condition = {
          sql: within(field, period),
          zh: `${field.short}在${period.words}的`,
          en: `whose ${field.short} is ${inPeriod(period)}`,
        };
        yield {
          ...listing(entity, titleFields(entity).includes(field) ? fields : [field, ...fields], condition, wording),
          fields: [[entity, field, ...titleFields(entity), ...fields]],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
  },
};

/** Words that are useless as search terms. */
const STOP_WORDS =
  /\b(the|this|that|these|those|with|from|into|about|your|their|have|when|what|where|which|will|been|over|under)\b/gi;

/** A word of a real value, long enough to search for. */
function searchWord(field: Field): string | null {
  for (const { shown } of field.values) {
    const han = /\p{Script=Han}{2,}/u.exec(shown)?.[0];
    const word = han ? [...han].slice(0, 2).join('') : /\b[A-Za-z]{4,}\b/.exec(shown.replace(STOP_WORDS, ''))?.[0];
    if (word) {
      return word;
    }
  }
  return null;
}

export const textSearch: Kind = {
  name: 'text_search',
  *propose(entity, wording) {
    for (const field of entity.fields.filter(
      ({ role, type }) => (role === 'title' || role === 'text') && /char|text/.test(type),
    )) {
      const word = searchWord(field) ?? (isEmpty(entity) ? wording.say({ zh: '测试', en: 'test' }) : null);
      if (word === null) {
        continue;
      }
      const condition = {
        sql: `${field.sql} ILIKE ${quoteLiteral(`%${word}%`)}`,
        zh: `${field.short}中包含“${word}”的`,
        en: `with "${word}" in their ${field.short}`,
      };
      const [group = []] = fieldGroups(entity, [field]);
      yield {
        ...listing(
          entity,
          titleFields(entity).includes(field) ? group : [field, ...group.slice(0, 2)],
          condition,
          wording,
        ),
        fields: [[entity, field, ...titleFields(entity), ...group.slice(0, 2)]],
        isWeak: field.role === 'text' && (field.distinctCount ?? 99) < 10,
        mayBeEmpty: isEmpty(entity),
      };
    }
  },
};
