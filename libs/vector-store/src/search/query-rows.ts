import type pg from 'pg';
import { sendArrayQuery } from '#libs/postgres';

type Rows = readonly (readonly unknown[])[];

/** Sends the statements as one message. @returns the rows of each, as arrays of their fields */
export async function queryRows(client: pg.ClientBase, statements: readonly string[]): Promise<Rows[]> {
  const results = await sendArrayQuery(client, statements.join(';\n'));
  return (Array.isArray(results) ? results : [results]).map(({ rows }) => rows);
}
