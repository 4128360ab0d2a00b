import { column, type Entity, type Field } from '../business/model.js';
import { named, outputName, renderSelect } from '../query.js';
import type { Kind } from './candidate.js';
import {
  type Aggregate,
  aggregatesOf,
  alive,
  beside,
  countOf,
  descending,
  from,
  isEmpty,
  isPlainBridge,
  joinParent,
  namedAggregate,
  onLink,
  outward,
  rounded,
  titleFields,
  titleLabels,
  titleSql,
} from './parts.js';

const LIMIT = 10;

export const manyToMany: Kind = {
  name: 'many_to_many',
  *propose(entity, wording) {
    const { say } = wording;
    const links = outward(entity);
    for (const left of entity.isBridge ? links : []) {
      for (const right of links.filter((link) => link !== left && link.to !== left.to)) {
        const [one, many] = [left.to, right.to];
        const title = titleSql(one, titleLabels(one, wording), one.alias);
        const counted: Aggregate = { ...countOf(many, wording) };
        const shared = {
          from: from(one, one.alias),
          joins: [`JOIN ${from(entity, entity.alias)} ON ${onLink(left, entity.alias, one.alias)}`, joinParent(right)],
          where: [alive(one, one.alias), alive(entity, entity.alias), alive(many, many.alias)],
          groupBy: title.groupBy,
        };
        const facts = {
          fields: [
            [one, ...titleFields(one)],
            [many, ...titleFields(many)],
          ] as readonly (readonly [Entity, ...Field[]])[],
          links: [left, right],
          mayBeEmpty: isEmpty(entity),
        };
        yield {
          question: say(
            `哪些${one.label}对应的${many.label}最多？列出前 ${LIMIT} 名及其${many.label}数量。`,
            `which ${one.plural} have the most ${many.plural}? Show the top ${LIMIT} with the ${counted.label}.`,
          ),
          sql: renderSelect({
            ...shared,
            select: [...title.select, namedAggregate(counted)],
            orderBy: [descending(counted)],
            limit: LIMIT,
          }),
          ...facts,
        };
        const names = titleFields(many)
          .map(({ sql }) => `${column(sql, many.alias)}::text`)
          .join(" || ' ' || ");
        yield {
          question: say(
            `列出每个${one.label}对应的全部${many.label}，用顿号分隔。`,
            `for each ${one.label}, list all its ${many.plural} in one line.`,
          ),
          sql: renderSelect({
            ...shared,
            select: [
              ...title.select,
              named(`string_agg(${names}, '${say('、', ', ')}' ORDER BY ${names})`, many.plural),
            ],
            orderBy: title.orderBy,
          }),
          ...facts,
        };
      }
    }
  },
};

export const withoutAny: Kind = {
  name: 'without_any',
  *propose(entity, wording) {
    for (const link of outward(entity)) {
      const parent = link.to;
      const title = titleSql(parent, titleLabels(parent, wording), parent.alias);
      // Through a bridge, it is the other side that is missing.
      const other = (isPlainBridge(entity) && outward(entity).find(({ to }) => to !== parent)?.to) || entity;
      const unused = (parent.rowCount ?? 0) - (link.distinctCount ?? Infinity);
      const on = [onLink(link, entity.alias, parent.alias), alive(entity, entity.alias)].filter(
        (part) => part !== null,
      );
      yield {
        question: wording.say(
          link.role === parent.label
            ? `哪些${parent.label}没有任何${beside(other.label, parent.label)}${other.title.isName || /记录$/u.test(other.label) ? '' : '记录'}？`
            : `哪些${parent.label}从未作为${link.role}出现在${entity.label}中？`,
          link.role === parent.label
            ? `which ${parent.plural} have no ${other.plural} at all?`
            : `which ${parent.plural} are not the ${link.role} of any ${entity.label}?`,
        ),
        sql: renderSelect({
          select: title.select,
          from: from(parent, parent.alias),
          joins: [`LEFT JOIN ${from(entity, entity.alias)} ON ${on.join(' AND ')}`],
          where: [`${entity.alias}.${link.fromColumns[0] ?? ''} IS NULL`, alive(parent, parent.alias)],
          orderBy: title.orderBy,
        }),
        fields: [[parent, ...titleFields(parent)]],
        links: [link],
        mayBeEmpty: unused <= 0,
      };
    }
  },
};

export const cteAboveAverage: Kind = {
  name: 'cte',
  *propose(entity, wording) {
    const { say } = wording;
    for (const link of isPlainBridge(entity) ? [] : outward(entity)) {
      const parent = link.to;
      const title = titleSql(parent, titleLabels(parent, wording), parent.alias);
      for (const aggregate of aggregatesOf(entity, wording, entity.alias)) {
        const totals = renderSelect({
          select: [...title.select, namedAggregate(aggregate)],
          from: from(entity, entity.alias),
          joins: [joinParent(link)],
          where: [alive(entity, entity.alias), alive(parent, parent.alias)],
          groupBy: title.groupBy,
        });
        const value = outputName(aggregate.label);
        yield {
          question: say(
            `哪些${link.role}的${beside(aggregate.phrase, link.role)}达到或超过平均水平？`,
            `which ${parent.plural} reach or exceed the average ${aggregate.phrase}${link.role === parent.label ? '' : ` as ${link.role}`}?`,
          ),
          sql: renderSelect({
            with: `totals AS (${totals})`,
            select: ['*'],
            from: 'totals',
            where: [`${value} >= (SELECT AVG(${value}) FROM totals)`],
            orderBy: [`${value} DESC`],
          }),
          fields: [
            [entity, ...aggregate.fields],
            [parent, ...titleFields(parent)],
          ],
          links: [link],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
  },
};

export const shareByParent: Kind = {
  name: 'share_of_total',
  *propose(entity, wording) {
    for (const link of isPlainBridge(entity) ? [] : outward(entity)) {
      const title = titleSql(link.to, titleLabels(link.to, wording), link.to.alias);
      for (const aggregate of aggregatesOf(entity, wording, entity.alias)) {
        const share = wording.say('占比(%)', 'share percent');
        const of = `100.0 * ${aggregate.expression} / NULLIF(SUM(${aggregate.expression}) OVER (), 0)`;
        yield {
          question: wording.say(
            `${aggregate.whole}中，各${link.role}分别占百分之多少？`,
            `what percentage of ${aggregate.whole} does each ${link.role} account for?`,
          ),
          sql: renderSelect({
            select: [...title.select, namedAggregate(aggregate), named(rounded(of, aggregate.isFloat), share)],
            from: from(entity, entity.alias),
            joins: [joinParent(link)],
            where: [alive(entity, entity.alias), alive(link.to, link.to.alias)],
            groupBy: title.groupBy,
            orderBy: [`${outputName(share)} DESC NULLS LAST`],
          }),
          fields: [
            [entity, ...aggregate.fields],
            [link.to, ...titleFields(link.to)],
          ],
          links: [link],
          mayBeEmpty: isEmpty(entity),
        };
      }
    }
  },
};
