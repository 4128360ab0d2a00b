import {
  checkedValues,
  referencedName,
  type Catalog,
  type CheckConstraint,
  type ForeignKey,
  type Relation,
} from '#libs/catalog';
import type { Language } from '#libs/language';
import { quoteIdentifier } from '#libs/postgres';
import { RELATION_WORDS } from './relation-words.js';
import { shownName, sqlName, targetOf } from './relation-names.js';
import { checkExpression, sqlOnOneLine } from './sql-lines.js';

/** A foreign key of another listed table that refers to this one. */
export interface IncomingReference {
  readonly from: Relation;
  readonly key: ForeignKey;
}

/** Foreign keys by the table they point to; those of partitions repeat their parent's and stay out. */
export function incomingReferences(catalog: Catalog): Map<string, IncomingReference[]> {
  const references = catalog.relations
    .filter(({ partitionOf }) => partitionOf === null)
    .flatMap((from) => from.foreignKeys.map((key) => ({ from, key })));
  return Map.groupBy(references, ({ key }) => referencedName(key));
}

/** Tables that point to a hub can be hundreds; a reader needs the first and the number. */
const MAX_INCOMING = 30;

/** Joins in both directions, as conditions that can be copied into a query. */
export function relationLines(
  relation: Relation,
  incoming: readonly IncomingReference[],
  language: Language,
): string[] {
  const words = RELATION_WORDS[language];
  const outgoing = relation.foreignKeys.map((key) => {
    const target = targetOf(key);
    const joins = joinCondition(sqlName(relation), key.columns, sqlName(target), key.referencedColumns);
    return `${words.refersTo} ${shownName(target)}${key.inferred ? words.inferred : ''}${words.colon}${joins}`;
  });
  const received = incoming.slice(0, MAX_INCOMING).map(({ from, key }) => {
    const joins = joinCondition(sqlName(from), key.columns, sqlName(relation), key.referencedColumns);
    return `${words.referredToBy} ${shownName(from)}${key.inferred ? words.inferred : ''}${words.colon}${joins}`;
  });
  const more = incoming.length - received.length;
  const rest = more > 0 ? [words.moreReferences(more)] : [];
  const sources = relation.reads.length > 0 ? [`${words.reads}${relation.reads.join(', ')}`] : [];
  const partitions = partitionLine(relation, language);
  return [...outgoing, ...received, ...rest, ...sources, ...partitions];
}

function joinCondition(from: string, columns: readonly string[], to: string, referenced: readonly string[]): string {
  return columns
    .map((column, index) => `${from}.${quoteIdentifier(column)} = ${to}.${quoteIdentifier(referenced[index] ?? '')}`)
    .join(' AND ');
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
