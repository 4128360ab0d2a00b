import { column, type Entity, type Field, type Link } from '../business/model.js';
import { named, outputName, renderSelect } from '../query.js';
import type { Kind } from './candidate.js';
import {
  type Aggregate,
  aggregatesOf,
  notDeleted,
  countOf,
  descending,
  from,
  isEmpty,
  isPlainBridge,
  joinParent,
  joinParentIfAny,
  namedAggregate,
  onLink,
  outward,
  rounded,
  titleFields,
  titleLabels,
  titleSql,
} from './parts.js';
import { stripRolePrefix, eachOf, nounOf } from './words.js';

const LIMIT = 10;
/** With more groups, shares are hundredths of a percent. */
const MANY_SHARES = 100;

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
          where: [notDeleted(one, one.alias), notDeleted(entity, entity.alias), notDeleted(many, many.alias)],
          groupBy: title.groupBy,
        };
        const facts = {
          fields: [
            [one, ...titleFields(one)],
            [many, ...titleFields(many)],
          ] as readonly (readonly [Entity, ...Field[]])[],
          links: [left, right],
          mayBeEmpty: isEmpty(entity),
          // Each of them has exactly one.
          isWeak: entity.rowCount !== null && entity.rowCount === left.distinctCount,
        };
        yield {
          question: say({
            zh: [
              `哪些${one.label}对应的${many.label}最多？列出前 ${LIMIT} 名及其${counted.label}。`,
              `统计${eachOf(one)}对应的${counted.label}，从多到少列出前 ${LIMIT} 名。`,
            ],
            en: [
              `which ${one.plural} have the most ${many.plural}? Show the top ${LIMIT} with the ${counted.label}.`,
              `count the ${many.plural} of each ${one.label} and show the ${LIMIT} ${one.plural} with the most.`,
            ],
          }),
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
          question: say({
            zh: `列出${eachOf(one)}对应的全部${many.label}，用顿号分隔。`,
            en: `for each ${one.label}, list all its ${many.plural} in one line.`,
          }),
          sql: renderSelect({
            ...shared,
            select: [
              ...title.select,
              named(`string_agg(${names}, '${say({ zh: '、', en: ', ' })}' ORDER BY ${names})`, many.plural),
            ],
            orderBy: title.orderBy,
          }),
          ...facts,
        };
      }
    }
  },
};

/** Excludes soft-deleted rows on the far side of a bridge. */
function stillThere(link: Link | undefined): string | null {
  const there = link ? notDeleted(link.to, link.to.alias) : null;
  return link && there
    ? `EXISTS (SELECT 1 FROM ${from(link.to, link.to.alias)} WHERE ${onLink(link, link.from.alias, link.to.alias)} AND ${there})`
    : null;
}

export const withoutAny: Kind = {
  name: 'without_any',
  *propose(entity, wording) {
    for (const link of outward(entity)) {
      const parent = link.to;
      const title = titleSql(parent, titleLabels(parent, wording), parent.alias);
      // Through a bridge, it is the other side that is missing.
      const beyond = isPlainBridge(entity) ? outward(entity).find(({ to }) => to !== parent) : undefined;
      const other = beyond?.to ?? entity;
      const unused = (parent.rowCount ?? 0) - (link.distinctCount ?? Infinity);
      const on = [
        onLink(link, entity.alias, parent.alias),
        notDeleted(entity, entity.alias),
        stillThere(beyond),
      ].filter((part) => part !== null);
      yield {
        question: wording.say({
          zh:
            link.role === parent.label
              ? [
                  `哪些${nounOf(parent)}没有任何${stripRolePrefix(nounOf(other), parent.label)}？`,
                  `列出还没有${stripRolePrefix(nounOf(other), parent.label)}的${nounOf(parent)}。`,
                ]
              : `哪些${nounOf(parent)}不是任何${nounOf(entity)}的${link.role}？`,
          en:
            link.role === parent.label
              ? [
                  `which ${parent.plural} have no ${other.plural} at all?`,
                  `list the ${parent.plural} without any ${other.plural}.`,
                ]
              : `which ${parent.plural} are not the ${link.role} of any ${entity.label}?`,
        }),
        sql: renderSelect({
          select: title.select,
          from: from(parent, parent.alias),
          joins: [`LEFT JOIN ${from(entity, entity.alias)} ON ${on.join(' AND ')}`],
          where: [`${entity.alias}.${link.fromColumns[0] ?? ''} IS NULL`, notDeleted(parent, parent.alias)],
          orderBy: title.orderBy,
        }),
        fields: [[parent, ...titleFields(parent)]],
        links: [link],
        mayBeEmpty: unused <= 0,
      };
    }
  },
};

/** Averages include parents without children (as 0). */
function countingEmptyParents({ expression }: Aggregate, { from: child, fromColumns: [key = ''] }: Link): string {
  return expression === 'COUNT(*)' ? `COUNT(${column(key, child.alias)})` : `COALESCE(${expression}, 0)`;
}

export const cteAboveAverage: Kind = {
  name: 'cte',
  *propose(entity, wording) {
    const { say } = wording;
    for (const link of isPlainBridge(entity) ? [] : outward(entity)) {
      const parent = link.to;
      const title = titleSql(parent, titleLabels(parent, wording), parent.alias);
      for (const aggregate of aggregatesOf(entity, wording, entity.alias)) {
        const on = [onLink(link, entity.alias, parent.alias), notDeleted(entity, entity.alias)].filter(Boolean);
        const totals = renderSelect({
          select: [...title.select, named(countingEmptyParents(aggregate, link), aggregate.label)],
          from: from(parent, parent.alias),
          joins: [`LEFT JOIN ${from(entity, entity.alias)} ON ${on.join(' AND ')}`],
          where: [notDeleted(parent, parent.alias)],
          groupBy: title.groupBy,
        });
        const value = outputName(aggregate.label);
        const as =
          link.role === parent.label
            ? { zh: '', zhAfter: '', en: '' }
            : { zh: `作为${link.role}`, zhAfter: `（作为${link.role}）`, en: ` as ${link.role}` };
        yield {
          question: say({
            zh: [
              `哪些${parent.label}${as.zh}的${stripRolePrefix(aggregate.phrase, link.role)}不低于平均值？`,
              `列出${stripRolePrefix(aggregate.phrase, link.role)}达到或超过平均水平的${nounOf(parent)}${as.zhAfter}。`,
            ],
            en: [
              `which ${parent.plural} reach or exceed the average ${aggregate.phrase}${as.en}?`,
              `list the ${parent.plural} whose ${aggregate.phrase}${as.en} is not below the average.`,
            ],
          }),
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
        const share = wording.say({ zh: '占比(%)', en: 'share percent' });
        const of = `100.0 * ${aggregate.expression} / NULLIF(SUM(${aggregate.expression}) OVER (), 0)`;
        yield {
          question: wording.say({
            zh: [
              `${aggregate.whole}中，各${link.role}分别占百分之多少？`,
              `按${link.role}划分，${aggregate.whole}的占比各是多少？`,
            ],
            en: [
              `what percentage of ${aggregate.whole} does each ${link.role} account for?`,
              `give the share of each ${link.role} in ${aggregate.whole}, in percent.`,
            ],
          }),
          sql: renderSelect({
            select: [...title.select, namedAggregate(aggregate), named(rounded(of, aggregate.isFloat), share)],
            from: from(entity, entity.alias),
            joins: [joinParentIfAny(link)],
            where: [notDeleted(entity, entity.alias)],
            groupBy: title.groupBy,
            orderBy: [`${outputName(share)} DESC NULLS LAST`],
          }),
          fields: [
            [entity, ...aggregate.fields],
            [link.to, ...titleFields(link.to)],
          ],
          links: [link],
          mayBeEmpty: isEmpty(entity),
          isWeak: (link.distinctCount ?? 0) > MANY_SHARES,
        };
      }
    }
  },
};
