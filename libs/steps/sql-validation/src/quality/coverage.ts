import { keyColumns, referencedName, relationName, type RelationOutline } from '#libs/catalog';
import { equality, KnownRelations, type StatementShape } from '#libs/sql-safety';
import type { QaScope } from '#libs/step-files';

export interface Covered {
  readonly covered: number;
  readonly total: number;
  /** Names of uncovered items. */
  readonly missing: readonly string[];
}

export interface CatalogCoverage {
  readonly tables: Covered;
  /** Columns other than keys and audit columns. */
  readonly columns: Covered;
  /** Declared foreign keys that some join uses. */
  readonly foreignKeys: Covered;
}

/** Coverage of the listed relations by the statements; unreadable relations do not count. */
export function coverageOf(
  listed: readonly RelationOutline[],
  shapes: readonly StatementShape[],
  scope: QaScope,
): CatalogCoverage {
  const unreadable = new Set(scope.unreadable_tables);
  const technical = new Set(scope.technical_columns);
  const readable = listed.filter((relation) => !unreadable.has(relationName(relation)));
  const known = new KnownRelations(readable);
  const tables = new Set<string>();
  const columns = new Set<string>();
  const equalities = new Set<string>();
  for (const shape of shapes) {
    const touched = known.touchedBy(shape);
    touched.relations.forEach((table) => tables.add(table));
    touched.columns.forEach((column) => columns.add(column));
    touched.equalities.forEach((text) => equalities.add(text));
  }
  return {
    tables: covered(readable.map(relationName), (name) => tables.has(name)),
    columns: covered(
      readable.flatMap(plainColumns).filter((name) => !technical.has(name)),
      (name) => columns.has(name),
    ),
    foreignKeys: covered(
      readable.flatMap((relation) => relation.foreignKeys.map((key) => linkOf(relation, key))),
      (name) => name.split(' AND ').every((text) => equalities.has(text)),
    ),
  };
}

function plainColumns(relation: RelationOutline): string[] {
  const keys = keyColumns(relation);
  return relation.columns.filter(({ name }) => !keys.has(name)).map(({ name }) => `${relationName(relation)}.${name}`);
}

function linkOf(relation: RelationOutline, key: RelationOutline['foreignKeys'][number]): string {
  const to = referencedName(key);
  return key.columns
    .map((column, index) =>
      equality(`${relationName(relation)}.${column}`, `${to}.${key.referencedColumns[index] ?? ''}`),
    )
    .join(' AND ');
}

function covered(names: readonly string[], isCovered: (name: string) => boolean): Covered {
  const missing = names.filter((name) => !isCovered(name));
  return { covered: names.length - missing.length, total: names.length, missing };
}
