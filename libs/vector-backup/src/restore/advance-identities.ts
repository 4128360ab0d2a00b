import type pg from 'pg';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { TableShape } from '../backup/table-shape.js';

/** Identity columns continue after the largest restored value. */
export async function advanceIdentities(client: pg.ClientBase, shapes: readonly TableShape[]): Promise<void> {
  for (const { schema, table, structure } of shapes) {
    const name = qualifiedName(schema, table);
    for (const column of structure.columns.filter(({ identity }) => identity !== null)) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence($1, $2), largest) FROM (
           SELECT max(${quoteIdentifier(column.name)}) AS largest FROM ${name}) AS rows WHERE largest IS NOT NULL`,
        [name, column.name],
      );
    }
  }
}
