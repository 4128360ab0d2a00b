import type { ForeignKey, Relation } from './model.js';
import type { RelationOutline } from './read-outlines.js';

/** `schema.name`, unquoted: how relations are named in themes, lists and results. */
export function relationName(relation: Pick<Relation, 'schema' | 'name'>): string {
  return `${relation.schema}.${relation.name}`;
}

/** The table that a foreign key points to, as `relationName` gives it. */
export function referencedName(key: Pick<ForeignKey, 'referencedSchema' | 'referencedTable'>): string {
  return `${key.referencedSchema}.${key.referencedTable}`;
}

/** Names of the columns that identify a row or refer to one. */
export function keyColumns(relation: RelationOutline): Set<string> {
  return new Set([
    ...(relation.primaryKey?.columns ?? []),
    ...relation.uniqueConstraints.flatMap(({ columns }) => columns),
    ...relation.foreignKeys.flatMap(({ columns }) => columns),
  ]);
}
