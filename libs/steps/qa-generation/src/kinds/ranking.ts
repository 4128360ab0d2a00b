import { column, type Entity, type Field, type Link } from '../business/model.js';
import { named, outputName, renderSelect } from '../query.js';
import type { Kind, Proposal, Wording } from './candidate.js';
import {
  notDeleted,
  categoriesOf,
  from,
  isEmpty,
  joinParent,
  measuresOf,
  titleFields,
  titleLabels,
  titleSql,
} from './parts.js';
import { classifier, eachOf, extremes, nounOf } from './words.js';

const PLACES = 3;

/** The partition of the ranking: a category of the entity, or the entity that a link leads to. */
interface Group {
  readonly label: string;
  /** In Chinese, with its measure word. */
  readonly each: string;
  readonly select: readonly string[];
  readonly partition: readonly string[];
  readonly link: Link | null;
  readonly field: Field | null;
}

function groupsOf(entity: Entity, wording: Wording): Group[] {
  const { alias } = entity;
  const categories = categoriesOf(entity)
    .filter(({ role }) => role === 'category')
    .map((field) => ({
      label: field.label,
      each: `每个${field.label}`,
      select: [named(column(field.sql, alias), field.label)],
      partition: [column(field.sql, alias)],
      link: null,
      field,
    }));
  const parents = entity.links
    .filter(({ from: owner, to }) => owner !== to && to.title.isName)
    .map((link) => {
      const title = titleSql(link.to, titleLabels(link.to, wording), link.to.alias);
      const each = link.role === link.to.label ? eachOf(link.to) : `每个${link.role}`;
      return { label: link.role, each, select: title.select, partition: title.groupBy, link, field: null };
    });
  return [...categories, ...parents];
}

function ranked(entity: Entity, measure: Field, group: Group, wording: Wording): Proposal {
  const { say } = wording;
  const { alias } = entity;
  const place = say({ zh: '名次', en: 'place' });
  const groupName = group.link ? (titleLabels(group.link.to, wording)[0] ?? '') : group.label;
  const target = column(measure.sql, alias);
  const inner = renderSelect({
    select: [
      ...group.select,
      ...titleSql(entity, titleLabels(entity, wording), alias).select,
      named(target, measure.label),
      named(`RANK() OVER (PARTITION BY ${group.partition.join(', ')} ORDER BY ${target} DESC)`, place),
    ],
    from: from(entity, alias),
    ...(group.link ? { joins: [joinParent(group.link)] } : {}),
    where: [
      group.field === null || group.field.notNull ? null : `${column(group.field.sql, alias)} IS NOT NULL`,
      measure.notNull ? null : `${target} IS NOT NULL`,
      notDeleted(entity, alias),
      group.link ? notDeleted(group.link.to, group.link.to.alias) : null,
    ],
  });
  return {
    question: say({
      zh: [
        `在${group.each}中，${measure.short}排名前 ${PLACES} 的${nounOf(entity)}有哪些？`,
        `${group.each}里${measure.short}${extremes(measure).zh[0]}的前 ${PLACES} ${classifier(entity)}分别是哪些？（并列的都列出）`,
      ],
      en: [
        `within each ${group.label}, which ${entity.plural} are in the top ${PLACES} by ${measure.short}?`,
        `for each ${group.label}, list the ${entity.plural} ranked first to third by ${measure.short}, ties included.`,
      ],
    }),
    sql: renderSelect({
      select: ['*'],
      from: `(${inner}) AS ranked`,
      where: [`${outputName(place)} <= ${PLACES}`],
      orderBy: [outputName(groupName), outputName(place)],
    }),
    fields: [
      [entity, measure, ...titleFields(entity), ...(group.field ? [group.field] : [])],
      ...(group.link ? [[group.link.to, ...titleFields(group.link.to)] as const] : []),
    ],
    ...(group.link ? { links: [group.link] } : {}),
    mayBeEmpty: isEmpty(entity),
    isWeak: !entity.title.isName || (measure.distinctCount ?? 9) < 5,
  };
}

export const rankInGroup: Kind = {
  name: 'rank_in_group',
  *propose(entity, wording) {
    for (const measure of measuresOf(entity)) {
      for (const group of groupsOf(entity, wording)) {
        const names = [...group.select, measure.sql];
        if (new Set(names).size === names.length) {
          yield ranked(entity, measure, group, wording);
        }
      }
    }
  },
};
