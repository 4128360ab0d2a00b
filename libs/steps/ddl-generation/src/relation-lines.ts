import { checkedValues, type CheckConstraint, type Relation } from '#libs/catalog';
import type { Language } from '#libs/language';
import type { Entity, Relationship } from '#libs/semantic-model';
import { joinCondition, selfAliases, selfJoin } from './join-sql.js';
import { joinPaths } from './join-paths.js';
import { relationOf, shownName } from './relation-names.js';
import { RELATION_WORDS } from './relation-words.js';
import { checkExpression, sqlOnOneLine } from './sql-lines.js';
import type { TableMeaning } from './table-meaning.js';

/** Tables that point to a hub can be hundreds; a reader needs the first and the number. */
const MAX_INCOMING = 30;

/** Joins in both directions, as conditions that can be copied into a query; facts before hints. */
export function relationLines(relation: Relation, meaning: TableMeaning | undefined, language: Language): string[] {
  const words = RELATION_WORDS[language];
  const sources = relation.reads.length > 0 ? [`${words.reads}${relation.reads.join(', ')}`] : [];
  return [...(meaning ? joinLines(meaning, language) : []), ...sources, ...partitionLine(relation, language)];
}

function joinLines({ entity, outgoing, incoming, entityOf }: TableMeaning, language: Language): string[] {
  const up = outgoing.flatMap((join) => {
    const to = entityOf(join.to);
    return to ? [{ join, line: joinLine(join, entity, to, 'up', language) }] : [];
  });
  const others = incoming.filter(({ from, to }) => from !== to);
  const down = others.slice(0, MAX_INCOMING).flatMap((join) => {
    const from = entityOf(join.from);
    return from ? [{ join, line: joinLine(join, from, entity, 'down', language) }] : [];
  });
  const more = others.length - MAX_INCOMING;
  const lines = (standing: Relationship['standing'], list: typeof up): string[] =>
    list.filter(({ join }) => join.standing === standing).map(({ line }) => line);
  return [
    ...lines('fact', up),
    ...lines('fact', down),
    ...(more > 0 ? [RELATION_WORDS[language].moreReferences(more)] : []),
    ...lines('hint', up),
    ...lines('hint', down),
  ];
}

function joinLine(join: Relationship, from: Entity, to: Entity, way: 'up' | 'down', language: Language): string {
  const words = RELATION_WORDS[language];
  const other = shownName(relationOf(way === 'up' ? to : from));
  const isHint = join.standing === 'hint';
  const [up, down] = isHint
    ? [words.possiblyRefersTo, words.possiblyReferredToBy]
    : [words.refersTo, words.referredToBy];
  const mark = isHint || join.declared ? '' : words.inferred;
  const role = join.role?.[language];
  const notes = [
    cardinalityWord(join, way, language),
    ...(role?.known ? [words.role(role.text)] : []),
    ...(way === 'up' ? missingWord(join, from, language) : []),
    ...(join.noneValue === null ? [] : [words.noneValue(join.fromFields.join(', '), join.noneValue)]),
    ...(join.from === join.to ? [words.above(selfAliases(join).far)] : []),
  ];
  const condition = join.from === join.to ? selfJoin(join, from) : joinCondition(join, from, to);
  return `${way === 'up' ? up : down} ${other}${mark}${words.colon}${condition}${words.notes(notes)}`;
}

/** Why a row may have no counterpart: its column is empty, or its key does not exist. */
function missingWord({ optional, noneValue, fromFields }: Relationship, from: Entity, language: Language): string[] {
  const words = RELATION_WORDS[language];
  const isFilled = from.fields.filter(({ name }) => fromFields.includes(name)).every(({ notNull }) => notNull);
  if (!optional || (isFilled && noneValue !== null)) {
    return [];
  }
  return [isFilled ? words.orphans : words.optional];
}

function cardinalityWord({ cardinality, elements }: Relationship, way: 'up' | 'down', language: Language): string {
  const words = RELATION_WORDS[language];
  if (elements !== null) {
    return words.manyToMany;
  }
  return cardinality === 'one_to_one' ? words.oneToOne : way === 'up' ? words.manyToOne : words.oneToMany;
}

/** Ways of several joins to the tables that are asked about most. */
export function pathLines(meaning: TableMeaning | undefined, language: Language): string[] {
  const words = RELATION_WORDS[language];
  return (meaning ? joinPaths(meaning) : []).map(({ target, between, sql }) => `${words.path(target, between)}${sql}`);
}

function partitionLine(relation: Relation, language: Language): string[] {
  if (relation.partitionKey === null) {
    return [];
  }
  const names = relation.partitions.slice(0, 10).join(', ');
  const more = relation.partitions.length > 10 ? ', …' : '';
  return [
    RELATION_WORDS[language].partitions(
      sqlOnOneLine(relation.partitionKey),
      relation.partitions.length,
      `${names}${more}`,
    ),
  ];
}

/** Unique, check and exclusion rules. */
export function ruleLines(relation: Relation, language: Language): string[] {
  const words = RELATION_WORDS[language];
  const unique = relation.uniqueConstraints.map(({ columns }) => `${words.unique}${columns.join(', ')}`);
  const indexes = relation.indexes
    .filter(({ unique }) => unique)
    .map(({ definition }) => `${words.uniqueIndex}${sqlOnOneLine(definition.replace(/^.* USING \w+ /s, ''))}`);
  const checks = relation.checkConstraints
    .filter((check) => !listsValues(relation, check))
    .map(({ definition }) => `${words.check}${sqlOnOneLine(checkExpression(definition))}`);
  const exclusions = relation.exclusionConstraints.map(
    ({ definition }) => `${words.exclusion}${sqlOnOneLine(definition.replace(/^EXCLUDE /, ''))}`,
  );
  return [...unique, ...indexes, ...checks, ...exclusions];
}

/** The notes of a column list its allowed values already. */
function listsValues(relation: Relation, check: CheckConstraint): boolean {
  const only = { ...relation, checkConstraints: [check] };
  return relation.columns.some((column) => check.columns.includes(column.name) && checkedValues(only, column) !== null);
}
