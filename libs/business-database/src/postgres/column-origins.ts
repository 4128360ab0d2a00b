import type pg from 'pg';
import type { ColumnOrigin } from '../statement-runner.js';

const ORIGINS = `SELECT c.oid AS "tableId", a.attnum AS "number", n.nspname || '.' || c.relname AS "table", a.attname AS "column"
  FROM pg_catalog.pg_attribute AS a
  JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
 WHERE a.attrelid = ANY ($1)`;

interface OriginRow extends ColumnOrigin {
  readonly tableId: number;
  readonly number: number;
}

/** The columns that the fields of an answer come from unchanged, also through subqueries; undefined for expressions. */
export async function readOrigins(
  client: pg.ClientBase,
  fields: readonly Pick<pg.FieldDef, 'tableID' | 'columnID'>[],
): Promise<(ColumnOrigin | undefined)[]> {
  const tables = [...new Set(fields.map(({ tableID }) => tableID))].filter((id) => id !== 0);
  const { rows } = await client.query<OriginRow>(ORIGINS, [tables]);
  const known = new Map(rows.map(({ tableId, number, table, column }) => [`${tableId} ${number}`, { table, column }]));
  return fields.map(({ tableID, columnID }) => known.get(`${tableID} ${columnID}`));
}
