import { checkAndDescribe } from '#libs/sql-safety';
import type { SchemaGraph } from './schema-graph.js';

/** The tables of the store that a statement reads, by key; none where it does not parse. */
export async function tablesOfStatement(
  sql: string,
  database: string | null,
  graph: SchemaGraph,
): Promise<ReadonlySet<string>> {
  const { check } = await checkAndDescribe(sql);
  const named = check.ok ? check.tables : [];
  const tables = named.map(({ schema, name }) => graph.find(database, schema, name)?.key);
  return new Set(tables.filter((key) => key !== undefined));
}
