import { plural } from '../business/inflection.js';
import type { ConditionValue } from '../business/condition-values.js';
import { isOfInterest, type Entity, type Field } from '../business/model.js';
import { quoteLiteral } from '#libs/postgres';
import { named, renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  alive,
  categoriesOf,
  classifier,
  countOf,
  datesOf,
  equals,
  from,
  howMany,
  inPeriod,
  isEmpty,
  isOrAre,
  listed,
  measuresOf,
  namedAggregate,
  shownFields,
  titleFields,
  titleSql,
  within,
  type Condition,
} from './parts.js';

const LISTED_FIELDS = 3;
const FIRST_ROWS = 20;

/** The fields worth listing beside the title, in groups, so that every one has its turn. */
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
  const what = listed([...entity.title.labels, ...fields.map(({ label }) => label)], wording);
  return {
    question: wording.say(
      `列出${condition.zh}${entity.label}的${what}。`,
      `list the ${what} of the ${entity.plural} ${condition.en}.`,
    ),
    sql: renderSelect({
      select: [...title.select, ...shownFields(fields)],
      from: from(entity),
      where: [condition.sql, alive(entity)],
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
        zh: `${field.label}不低于 ${value.shown} 的`,
        en: `whose ${field.label} ${isOrAre(field.label)} at least ${value.shown}`,
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

/** Rows as they come: what can be asked of columns that have no values to compare with. */
export const list: Kind = {
  name: 'list',
  *propose(entity, wording) {
    const title = titleSql(entity, entity.title.labels);
    for (const fields of fieldGroups(entity).filter((group) => group.length > 0)) {
      const what = listed([...entity.title.labels, ...fields.map(({ label }) => label)], wording);
      yield {
        question: wording.say(
          `列出前 ${FIRST_ROWS} ${classifier(entity)}的${what}。`,
          `list the first ${FIRST_ROWS} ${entity.plural} with their ${what}.`,
        ),
        sql: renderSelect({
          select: [...title.select, ...shownFields(fields)],
          from: from(entity),
          where: [alive(entity)],
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
    const counted = namedAggregate(countOf(entity, wording));
    yield {
      question: wording.say(`一共有${howMany(entity, wording)}？`, `${howMany(entity, wording)} are there in total?`),
      sql: renderSelect({ select: [counted], from: from(entity), where: [alive(entity)] }),
    };
    for (const field of categoriesOf(entity)) {
      const value = field.values[1] ?? field.values[0];
      if (value) {
        const condition = equals(field, value);
        yield {
          question: wording.say(
            `${condition.zh}${entity.label}有${howMany(entity, wording).replace(entity.label, '').replace(/记录$/u, '')}？`,
            `how many ${entity.plural} are there ${condition.en}?`,
          ),
          sql: renderSelect({ select: [counted], from: from(entity), where: [condition.sql, alive(entity)] }),
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
      const repeated = field.role === 'category' || (field.role === 'text' && (field.distinctCount ?? 0) > 1);
      if (!repeated || titleFields(entity).includes(field)) {
        continue;
      }
      const many = (field.distinctCount ?? 0) > 60;
      yield {
        question: many
          ? wording.say(
              `${entity.label}涉及多少个不同的${field.label}？`,
              `how many different ${plural(field.label)} do the ${entity.plural} have?`,
            )
          : wording.say(
              `${entity.label}中出现过哪些不同的${field.label}？`,
              `which ${plural(field.label)} occur among the ${entity.plural}?`,
            ),
        sql: renderSelect({
          select: many
            ? [named(`COUNT(DISTINCT ${field.sql})`, wording.say(`${field.label}数量`, `distinct ${field.label}`))]
            : [`DISTINCT ${shownFields([field])[0] ?? field.sql}`],
          from: from(entity),
          where: [field.notNull || many ? null : `${field.sql} IS NOT NULL`, alive(entity)],
          ...(many ? {} : { orderBy: [field.sql] }),
        }),
        fields: [[entity, field]],
        mayBeEmpty: !many && isEmpty(entity),
        isWeak: (field.distinctCount ?? 0) > (entity.rowCount ?? Infinity) / 2,
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
        question: wording.say(
          `${field.label}在${period.words}的${entity.label}有${howMany(entity, wording).replace(entity.label, '').replace(/记录$/u, '')}？`,
          `how many ${entity.plural} have their ${field.label} ${inPeriod(period)}?`,
        ),
        sql: renderSelect({
          select: [namedAggregate(countOf(entity, wording))],
          from: from(entity),
          where: [within(field, period), alive(entity)],
        }),
        fields: [[entity, field]],
      };
      for (const fields of fieldGroups(entity, [field])) {
        const condition = {
          sql: within(field, period),
          zh: `${field.label}在${period.words}的`,
          en: `whose ${field.label} is ${inPeriod(period)}`,
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

/** Removes what makes no search word: too short, not letters only. */
function searchWord(field: Field): string | null {
  for (const { shown } of field.values) {
    const han = /\p{Script=Han}{2,}/u.exec(shown)?.[0];
    const word = han ? [...han].slice(0, 2).join('') : /\b[A-Za-z]{4,}\b/.exec(shown)?.[0];
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
      const word = searchWord(field) ?? (isEmpty(entity) ? wording.say('测试', 'test') : null);
      if (word === null) {
        continue;
      }
      const condition = {
        sql: `${field.sql} ILIKE ${quoteLiteral(`%${word}%`)}`,
        zh: `${field.label}中包含“${word}”的`,
        en: `with "${word}" in their ${field.label}`,
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

export const nullHandling: Kind = {
  name: 'null_handling',
  *propose(entity, wording) {
    const { say } = wording;
    for (const field of entity.fields) {
      if (field.notNull || !isOfInterest(field)) {
        continue;
      }
      const missing = say(`未填写${field.label}的数量`, `without ${field.label}`);
      const filled = say(`已填写${field.label}的数量`, `with ${field.label}`);
      yield {
        question: say(
          `有${howMany(entity, wording)}没有填写${field.label}，又有多少已经填写？`,
          `how many ${entity.plural} have no ${field.label}, and how many have one?`,
        ),
        sql: renderSelect({
          select: [
            named(`COUNT(*) FILTER (WHERE ${field.sql} IS NULL)`, missing),
            named(`COUNT(${field.sql})`, filled),
          ],
          from: from(entity),
          where: [alive(entity)],
        }),
        fields: [[entity, field]],
        isWeak: field.nullShare === 0,
      };
      if (field.role === 'category' && /char|text/.test(field.type)) {
        const unknown = say('未填写', 'not given');
        const shown = `COALESCE(${field.sql}, '${unknown}')`;
        yield {
          question: say(
            `按${field.label}统计${entity.label}数量，没有填写的归为“${unknown}”。`,
            `count the ${entity.plural} by ${field.label}, with those that have none under "${unknown}".`,
          ),
          sql: renderSelect({
            select: [named(shown, field.label), namedAggregate(countOf(entity, wording))],
            from: from(entity),
            where: [alive(entity)],
            groupBy: [shown],
            orderBy: ['COUNT(*) DESC'],
          }),
          fields: [[entity, field]],
          mayBeEmpty: isEmpty(entity),
          isWeak: field.nullShare === 0,
        };
      }
    }
    for (const link of entity.links.filter(({ optional, fromColumns }) => optional && fromColumns.length === 1)) {
      yield {
        question: say(
          `有${howMany(entity, wording)}没有对应的${link.role}？`,
          `how many ${entity.plural} have no ${link.role}?`,
        ),
        sql: renderSelect({
          select: [namedAggregate(countOf(entity, wording))],
          from: from(entity),
          where: [`${link.fromColumns[0] ?? ''} IS NULL`, alive(entity)],
        }),
      };
    }
  },
};
