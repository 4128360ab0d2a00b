import type { Column, ColumnProfile, Relation, RelationProfile } from '#libs/catalog';
import { queryTree } from '#libs/sql-writing';
import { copiedColumn } from './column-values.js';
import { sqlOnCopy, tablesSql } from './copy-sql.js';
import { makeRows, type CopiedTable } from './make-rows.js';
import { commonTables, needsOf, type NamedTable, type StatementNeeds } from './statement-needs.js';

/** A table of the database: its shape, and what its profile tells about its values. */
export interface CopiedRelation {
  readonly relation: Pick<
    Relation,
    | 'schema'
    | 'name'
    | 'kind'
    | 'columns'
    | 'primaryKey'
    | 'uniqueConstraints'
    | 'foreignKeys'
    | 'checkConstraints'
    | 'exclusionConstraints'
  >;
  /** Undefined where nothing is known. */
  readonly profile: Pick<RelationProfile, 'columns'> | undefined;
}

export interface CopiedRelations {
  /** The tables of these names; those that are unknown are absent. A bare name is given with its schema null. */
  of(names: readonly NamedTable[]): Promise<readonly CopiedRelation[]>;
}

/** Small tables with other rows than the data, on which statements are compared. */
export interface PerturbedCopy {
  /** `WITH …`, the beginning of a statement that reads the copy. */
  readonly tables: string;
  /** The statement over these tables; null where it needs more than they have. */
  readonly statement: (sql: string) => Promise<string | null>;
}

/** Tables of one statement. */
const MOST_TABLES = 8;
const MOST_COLUMNS = 80;

/**
 * Copies of the tables of statements, a few rows each, that are made for one comparison. They exist in the text of a query
 * alone: no table is created, in no database. Rows obey the constraints of the tables, so that a difference on a copy is one
 * that data could show.
 */
export class PerturbedCopies {
  constructor(private readonly relations: CopiedRelations) {}

  /**
   * @param sqls statements that have one meaning, or should have
   * @param count of copies with different rows
   * @returns none where the tables cannot be copied: views, unknown tables, too many of them
   */
  async of(sqls: readonly string[], count: number): Promise<PerturbedCopy[]> {
    const trees = (await Promise.all(sqls.map((sql) => queryTree(sql)))).filter((tree) => tree !== null);
    const needs = needsOf(trees);
    const common = new Set(trees.flatMap((tree) => [...commonTables(tree)]));
    const named = needs.tables.filter(({ schema, name }) => schema !== null || !common.has(name));
    const tables = named.length > MOST_TABLES ? null : tablesOf(await this.relations.of(named), named);
    if (tables === null) {
      return [];
    }
    const seed = [...sqls].sort().join('\n');
    return Array.from({ length: count }, (_, index) => copyOf(tables, needs, `${index} ${seed}`));
  }
}

function copyOf(tables: readonly CopiedTable[], needs: StatementNeeds, seed: string): PerturbedCopy {
  const rows = makeRows(tables, orderOf(tables), needs, seed);
  return { tables: tablesSql(tables, rows), statement: (sql) => sqlOnCopy(sql, tables) };
}

/** Null where one of them cannot be copied, or two have one name. */
function tablesOf(found: readonly CopiedRelation[], named: readonly NamedTable[]): CopiedTable[] | null {
  const names = new Set(found.map(({ relation }) => relation.name));
  const isWhole = names.size === found.length && named.every(({ name }) => names.has(name));
  const isPlain = found.every(({ relation: { kind, columns, exclusionConstraints } }) => {
    const isTable = kind === 'table' || kind === 'partitioned_table';
    return isTable && columns.length <= MOST_COLUMNS && exclusionConstraints.length === 0;
  });
  return isWhole && isPlain && found.length > 0 ? found.map((one) => tableOf(one, found)) : null;
}

function tableOf({ relation, profile }: CopiedRelation, all: readonly CopiedRelation[]): CopiedTable {
  const { schema, name, columns, primaryKey, uniqueConstraints, foreignKeys, checkConstraints } = relation;
  const profiles = new Map(profile?.columns.map((one) => [one.column, one]));
  // No rows of ours are certain to obey a rule about several columns.
  const tied = new Set(checkConstraints.flatMap((check) => (check.columns.length > 1 ? check.columns : [])));
  const checked = new Set(checkConstraints.flatMap((check) => check.columns));
  const copied = columns.flatMap((column: Column) => {
    const known: ColumnProfile | undefined = profiles.get(column.name);
    return tied.has(column.name) ? [] : (copiedColumn(column, known, checked.has(column.name)) ?? []);
  });
  const keys = [...(primaryKey ? [primaryKey] : []), ...uniqueConstraints].map((key) => key.columns);
  const references = foreignKeys.flatMap((key) => {
    const to = all.findIndex(
      (other) => other.relation.schema === key.referencedSchema && other.relation.name === key.referencedTable,
    );
    return to === -1 ? [] : [{ columns: key.columns, to, toColumns: key.referencedColumns }];
  });
  return { schema, name, columns: copied, keys, references };
}

/** Referenced tables first. */
function orderOf(tables: readonly CopiedTable[]): number[] {
  const order: number[] = [];
  const visit = (place: number, path: readonly number[]): void => {
    if (!order.includes(place) && !path.includes(place)) {
      tables[place]?.references.forEach(({ to }) => visit(to, [...path, place]));
      order.push(place);
    }
  };
  tables.forEach((_, place) => visit(place, []));
  return order;
}
