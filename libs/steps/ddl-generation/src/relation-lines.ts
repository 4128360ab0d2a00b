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
import { shownName, sqlName, targetOf } from './relation-names.js';

/** A foreign key of another listed table that points to the one at hand. */
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
  const zh = language === 'zh';
  const inferred = zh ? '（推断）' : ' (inferred)';
  const outgoing = relation.foreignKeys.map((key) => {
    const target = targetOf(key);
    const joins = joinCondition(sqlName(relation), key.columns, sqlName(target), key.referencedColumns);
    return `${zh ? '引用' : 'refers to'} ${shownName(target)}${key.inferred ? inferred : ''}${zh ? '：' : ': '}${joins}`;
  });
  const received = incoming.slice(0, MAX_INCOMING).map(({ from, key }) => {
    const joins = joinCondition(sqlName(from), key.columns, sqlName(relation), key.referencedColumns);
    return `${zh ? '被引用于' : 'referred to by'} ${shownName(from)}${key.inferred ? inferred : ''}${zh ? '：' : ': '}${joins}`;
  });
  const more = incoming.length - received.length;
  const rest = more > 0 ? [zh ? `另有 ${more} 个外键引用本表` : `${more} more foreign keys refer to this table`] : [];
  const sources = relation.reads.length > 0 ? [`${zh ? '数据来源：' : 'reads '}${relation.reads.join(', ')}`] : [];
  const partitions = relation.partitionKey === null ? [] : [partitionLine(relation, zh)];
  return [...outgoing, ...received, ...rest, ...sources, ...partitions];
}

function joinCondition(from: string, columns: readonly string[], to: string, referenced: readonly string[]): string {
  return columns
    .map((column, index) => `${from}.${quoteIdentifier(column)} = ${to}.${quoteIdentifier(referenced[index] ?? '')}`)
    .join(' AND ');
}

function partitionLine(relation: Relation, zh: boolean): string {
  const names = relation.partitions.slice(0, 10).join(', ');
  const more = relation.partitions.length > 10 ? ', …' : '';
  return zh
    ? `按 ${relation.partitionKey} 分区，共 ${relation.partitions.length} 个分区：${names}${more}`
    : `partitioned by ${relation.partitionKey}, ${relation.partitions.length} partitions: ${names}${more}`;
}

/** Unique, check and exclusion rules. */
export function ruleLines(relation: Relation, language: Language): string[] {
  const zh = language === 'zh';
  const unique = relation.uniqueConstraints.map(({ columns }) => `${zh ? '唯一：' : 'unique: '}${columns.join(', ')}`);
  const indexes = relation.indexes
    .filter(({ unique }) => unique)
    .map(({ definition }) => `${zh ? '唯一索引：' : 'unique index: '}${definition.replace(/^.* USING \w+ /s, '')}`);
  const checks = relation.checkConstraints
    .filter((check) => !listsValues(relation, check))
    .map(
      ({ definition }) => `${zh ? '检查：' : 'check: '}${withoutOuterParentheses(definition.replace(/^CHECK /, ''))}`,
    );
  const exclusions = relation.exclusionConstraints.map(
    ({ definition }) => `${zh ? '排他：' : 'exclusion: '}${definition.replace(/^EXCLUDE /, '')}`,
  );
  return [...unique, ...indexes, ...checks, ...exclusions];
}

/** A list of allowed values stands in the notes of its column already. */
function listsValues(relation: Relation, check: CheckConstraint): boolean {
  const only = { ...relation, checkConstraints: [check] };
  return relation.columns.some((column) => check.columns.includes(column.name) && checkedValues(only, column) !== null);
}

/** PostgreSQL writes `((a > 0))`. */
function withoutOuterParentheses(expression: string): string {
  return expression.startsWith('((') && expression.endsWith('))') ? expression.slice(1, -1) : expression;
}
