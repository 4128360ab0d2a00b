import { checkStatement, type TableReference } from '#libs/sql-safety';
import { rememberTexts } from './remember-texts.js';
import type { SchemaGraph } from './schema-graph.js';

/** Each pair of a store is found by many questions. */
const namedTables = rememberTexts(async (sql): Promise<readonly TableReference[]> => {
  const check = await checkStatement(sql);
  return check.ok ? check.tables : [];
}, 2_000_000);

/** The tables of the store that a statement reads, by key; none where it does not parse. */
export async function tablesOfStatement(
  sql: string,
  database: string | null,
  graph: SchemaGraph,
): Promise<ReadonlySet<string>> {
  const named = await namedTables(sql);
  const tables = named.map(({ schema, name }) => graph.find(database, schema, name)?.key);
  return new Set(tables.filter((key) => key !== undefined));
}
