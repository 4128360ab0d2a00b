import { plural } from '../business/inflection.js';
import { type Entity, type Link } from '../business/model.js';
import { renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  type Aggregate,
  aggregatesOf,
  notDeleted,
  averageOf,
  descending,
  from,
  isEmpty,
  isPlainBridge,
  joinParent,
  joinParentIfAny,
  measuresOf,
  namedAggregate,
  otherAlias,
  outward,
  ownTitle,
  shownFields,
  titleFields,
  titleLabels,
  titleSql,
} from './parts.js';
import { stripRolePrefix, classifier, eachOf, listed, nounOf } from './words.js';

const LIMIT = 10;

function childAggregates(link: Link, wording: Wording): Aggregate[] {
  const child = link.from;
  const averages = measuresOf(child).filter(({ additive }) => !additive);
  return [
    ...aggregatesOf(child, wording, child.alias),
    ...averages.map((field) => averageOf(child, field, wording, child.alias)),
  ];
}

export const joinOneHop: Kind = {
  name: 'join_one_hop',
  *propose(entity, wording) {
    const { say } = wording;
    for (const link of isPlainBridge(entity) ? [] : outward(entity)) {
      const title = titleSql(link.to, titleLabels(link.to, wording), link.to.alias);
      const isNamed = link.role === link.to.label;
      const each = isNamed ? eachOf(link.to) : `每个${link.role}`;
      const many = isNamed ? classifier(link.to) : `个${link.role}`;
      const roles = isNamed ? link.to.plural : plural(link.role);
      for (const aggregate of childAggregates(link, wording)) {
        yield {
          question: say({
            zh: [
              `${each}的${stripRolePrefix(aggregate.phrase, link.role)}是多少？请从高到低列出前 ${LIMIT} 名。`,
              `${stripRolePrefix(aggregate.phrase, link.role)}${aggregate.fields.length === 0 ? '最多' : '最高'}的前 ${LIMIT} ${many}是哪些？`,
              `按${link.role}统计${stripRolePrefix(aggregate.phrase, link.role)}，从高到低取前 ${LIMIT} 名。`,
            ],
            en: [
              `what is the ${aggregate.phrase} per ${link.role}? Show the top ${LIMIT}.`,
              `which ${LIMIT} ${roles} have the highest ${aggregate.phrase}?`,
              `rank the ${roles} by ${aggregate.phrase} and show the first ${LIMIT}.`,
            ],
          }),
          sql: renderSelect({
            select: [...title.select, namedAggregate(aggregate)],
            from: from(entity, entity.alias),
            joins: [joinParent(link)],
            where: [notDeleted(entity, entity.alias), notDeleted(link.to, link.to.alias)],
            groupBy: title.groupBy,
            orderBy: [descending(aggregate)],
            limit: LIMIT,
          }),
          fields: [
            [entity, ...aggregate.fields],
            [link.to, ...titleFields(link.to)],
          ],
          links: [link],
          mayBeEmpty: isEmpty(entity),
        };
      }
      yield* detailWithParent(entity, link, wording);
    }
    yield* selfJoins(entity, wording);
  },
};

/** Rows of the entity with the name of their parent. */
function* detailWithParent(entity: Entity, link: Link, wording: Wording): Iterable<Proposal> {
  const fields = entity.fields.filter(({ role }) => ['measure', 'date', 'category', 'text', 'shown'].includes(role));
  if (entity.isBridge) {
    return;
  }
  for (let start = 0; start < Math.max(fields.length, 1); start += 3) {
    const own = fields.slice(start, start + 3).filter((field) => !titleFields(entity).includes(field));
    const title = titleSql(entity, titleLabels(entity, wording), entity.alias);
    const parentLabels = roleLabels(link, wording);
    const parent = titleSql(link.to, parentLabels, link.to.alias);
    // The question names the entity already; the columns of the answer must differ.
    const plain = entity.title.labels.some((label) => parentLabels.includes(label));
    const labels = [
      ...(plain ? titleLabels(entity, wording) : ownTitle(entity)),
      ...own.map(({ short }) => short),
      ...parentLabels,
    ];
    const first = ownTitle(entity)[0] ?? '';
    yield {
      question: wording.say({
        zh: [
          `按${first}排序，列出前 20 ${classifier(entity)}的${listed(labels, wording)}。`,
          `列出${nounOf(entity)}的${listed(labels, wording)}，按${first}排序，只看前 20 条。`,
        ],
        en: [
          `list the first 20 ${entity.plural}, ordered by ${first}, with ${listed(labels, wording)}.`,
          `show ${listed(labels, wording)} of the ${entity.plural}, sorted by ${first}, the first 20 only.`,
        ],
      }),
      sql: renderSelect({
        select: [...title.select, ...shownFields(own, entity.alias), ...parent.select],
        from: from(entity, entity.alias),
        joins: [joinParentIfAny(link)],
        where: [notDeleted(entity, entity.alias)],
        orderBy: title.orderBy,
        limit: 20,
      }),
      fields: [
        [entity, ...own, ...titleFields(entity)],
        [link.to, ...titleFields(link.to)],
      ],
      links: [link],
      mayBeEmpty: isEmpty(entity),
    };
  }
}

function roleLabels(link: Link, wording: Wording): readonly string[] {
  return link.role === link.to.label || link.to.title.labels.length > 1 ? titleLabels(link.to, wording) : [link.role];
}

function* selfJoins(entity: Entity, wording: Wording): Iterable<Proposal> {
  for (const link of entity.links.filter(({ from, to }) => from === to)) {
    const own = titleSql(entity, titleLabels(entity, wording), entity.alias);
    const role =
      link.role === entity.label ? wording.say({ zh: `上级${entity.label}`, en: `parent ${entity.label}` }) : link.role;
    const labels = entity.title.labels.map((label) => wording.say({ zh: `${role}${label}`, en: `${role} ${label}` }));
    const other = titleSql(entity, labels, otherAlias(link));
    yield {
      question: wording.say({
        zh: `列出${eachOf(entity)}及其${role}。`,
        en: `list each ${entity.label} with its ${role}.`,
      }),
      sql: renderSelect({
        select: [...own.select, ...other.select],
        from: from(entity, entity.alias),
        joins: [joinParentIfAny(link)],
        where: [notDeleted(entity, entity.alias)],
        orderBy: own.orderBy,
      }),
      fields: [[entity, ...titleFields(entity)]],
      links: [link],
      mayBeEmpty: isEmpty(entity),
    };
  }
}

/** The Chinese word between two linked entities: a track belongs to an album, an address lies in a city. */
function belonging({ role, to }: Link): string {
  if (/(城市|国家|省份|地区|区域|区县)$/u.test(role)) {
    return '所在的';
  }
  return role !== to.label || /地址$/u.test(role) ? '的' : '所属的';
}

export const joinTwoHop: Kind = {
  name: 'join_two_hop',
  *propose(entity, wording) {
    const { say } = wording;
    for (const first of isPlainBridge(entity) ? [] : outward(entity)) {
      for (const second of outward(first.to).filter(({ to }) => to !== entity)) {
        const title = titleSql(second.to, titleLabels(second.to, wording), second.to.alias);
        for (const aggregate of childAggregates(first, wording)) {
          const what = stripRolePrefix(aggregate.phrase, first.role);
          yield {
            question: say({
              zh: [
                `按${first.role}${belonging(second)}${second.role}统计${what}，列出前 ${LIMIT} 名。`,
                `把${what}按${first.role}${belonging(second)}${second.role}汇总，从高到低列出前 ${LIMIT} 名。`,
                `${what}按${first.role}${belonging(second)}${second.role}来看，排在前 ${LIMIT} 的有哪些？`,
              ],
              en: [
                `what is the ${aggregate.phrase} by the ${second.role} of the ${first.role}? Show the top ${LIMIT}.`,
                `group the ${aggregate.phrase} by the ${second.role} of the ${first.role} and show the ${LIMIT} highest.`,
                `by ${second.role} of the ${first.role}, where is the ${aggregate.phrase} highest? List the first ${LIMIT}.`,
              ],
            }),
            sql: renderSelect({
              select: [...title.select, namedAggregate(aggregate)],
              from: from(entity, entity.alias),
              joins: [joinParent(first), joinParent(second)],
              where: [
                notDeleted(entity, entity.alias),
                notDeleted(first.to, first.to.alias),
                notDeleted(second.to, second.to.alias),
              ],
              groupBy: title.groupBy,
              orderBy: [descending(aggregate)],
              limit: LIMIT,
            }),
            fields: [
              [entity, ...aggregate.fields],
              [second.to, ...titleFields(second.to)],
            ],
            links: [first, second],
            mayBeEmpty: isEmpty(entity) || first.optional || second.optional,
          };
        }
      }
    }
  },
};
