import { keyColumns, relationName, type Catalog, type ForeignKey, type Relation } from '#libs/catalog';
import type { NamedColumn, StatementShape } from '#libs/sql-safety';
import type { PairNotes } from './pair-kinds.js';

export interface Covered {
  readonly covered: number;
  readonly total: number;
  /** Names of what is not covered. */
  readonly missing: readonly string[];
}

export interface CatalogCoverage {
  readonly tables: Covered;
  /** Columns that are no keys and no machinery. */
  readonly columns: Covered;
  /** Declared foreign keys that some join uses. */
  readonly foreignKeys: Covered;
}

/** What of the listed catalog the statements touch; what cannot be read is nothing to touch. */
export function coverageOf(listed: Catalog, shapes: readonly StatementShape[], notes: PairNotes): CatalogCoverage {
  const readable = listed.relations.filter((relation) => !notes.unreadableTables.has(relationName(relation)));
  const catalog = { ...listed, relations: readable };
  const tables = new Set<string>();
  const columns = new Set<string>();
  const links = new Set<string>();
  for (const shape of shapes) {
    const scope = scopeOf(catalog, shape);
    scope.forEach(({ relation }) => tables.add(relationName(relation)));
    shape.columns.forEach((named) => resolve(named, scope).forEach((column) => columns.add(column)));
    for (const [left, right] of shape.equalities) {
      for (const one of resolve(left, scope)) {
        resolve(right, scope).forEach((other) => links.add(`${one} = ${other}`).add(`${other} = ${one}`));
      }
    }
  }
  return {
    tables: covered(catalog.relations.map(relationName), (name) => tables.has(name)),
    columns: covered(
      catalog.relations.flatMap(plainColumns).filter((name) => !notes.technicalColumns.has(name)),
      (name) => columns.has(name),
    ),
    foreignKeys: covered(
      catalog.relations.flatMap((relation) => relation.foreignKeys.map((key) => linkOf(relation, key))),
      (name) => name.split(' AND ').every((equality) => links.has(equality)),
    ),
  };
}

interface Scoped {
  readonly alias: string;
  readonly relation: Relation;
}

function scopeOf(catalog: Catalog, { relations }: StatementShape): Scoped[] {
  return [...relations].flatMap(([alias, { schema, name }]) => {
    const relation =
      catalog.relations.find((candidate) => candidate.name === name && candidate.schema === (schema ?? 'public')) ??
      catalog.relations.find((candidate) => candidate.name === name && schema === null);
    return relation ? [{ alias, relation }] : [];
  });
}

/** A bare name belongs to every table of the statement that has such a column: a statement that runs has only one. */
function resolve({ table, column }: NamedColumn, scope: readonly Scoped[]): string[] {
  return scope
    .filter(
      ({ alias, relation }) =>
        (table === null || table === alias) && relation.columns.some(({ name }) => name === column),
    )
    .map(({ relation }) => `${relationName(relation)}.${column}`);
}

function plainColumns(relation: Relation): string[] {
  const keys = keyColumns(relation);
  return relation.columns.filter(({ name }) => !keys.has(name)).map(({ name }) => `${relationName(relation)}.${name}`);
}

function linkOf(relation: Relation, key: ForeignKey): string {
  const to = `${key.referencedSchema}.${key.referencedTable}`;
  return key.columns
    .map((column, index) => `${relationName(relation)}.${column} = ${to}.${key.referencedColumns[index] ?? ''}`)
    .join(' AND ');
}

function covered(names: readonly string[], isCovered: (name: string) => boolean): Covered {
  const missing = names.filter((name) => !isCovered(name));
  return { covered: names.length - missing.length, total: names.length, missing };
}
