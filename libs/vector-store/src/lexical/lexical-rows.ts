import type pg from 'pg';
import { copyRows } from '../binary-copy.js';
import { BinaryRows, type RowField } from '../binary-rows.js';
import { LEXICAL_COLUMNS } from './lexical-row.js';
import { FLUSH_INDEXES, RECORD_TABLE, TERM_TABLE } from './lexical-tables.js';

/** Rows in one statement where COPY cannot be used; PostgreSQL takes at most 65,535 parameters. */
const ROWS_PER_INSERT = 500;

const NAMES = LEXICAL_COLUMNS.map(([name]) => name).join(', ');

/** A temporary table for rows that wait for their merge. */
export async function createWaitingRows(client: pg.ClientBase, name: string): Promise<void> {
  await client.query(
    `CREATE TEMP TABLE IF NOT EXISTS ${name} (${LEXICAL_COLUMNS.map(([column, type]) => `${column} ${type}`).join(', ')})`,
  );
}

/** Appends the rows to the temporary table. */
export async function addWaitingRows(
  client: pg.ClientBase,
  name: string,
  rows: readonly RowField[][],
  canCopy: boolean,
): Promise<void> {
  if (canCopy) {
    await copyRows(client, `${name} (${NAMES})`, chunksOf(rows));
    return;
  }
  for (let start = 0; start < rows.length; start += ROWS_PER_INSERT) {
    const batch = rows.slice(start, start + ROWS_PER_INSERT);
    const values = batch.map((_row, row) => {
      const places = LEXICAL_COLUMNS.map(
        ([, type], column) => `$${row * LEXICAL_COLUMNS.length + column + 1}::${type}`,
      );
      return `(${places.join(', ')})`;
    });
    await client.query(`INSERT INTO ${name} (${NAMES}) VALUES ${values.join(', ')}`, batch.flat());
  }
}

/** Moves the waiting rows into the store, those whose record it has, and counts their terms. */
export async function mergeWaitingRows(client: pg.ClientBase, name: string, keyColumn: string): Promise<void> {
  await client.query(
    `WITH added AS (
       INSERT INTO ${RECORD_TABLE} (${NAMES})
       SELECT ${LEXICAL_COLUMNS.map(([column]) => `w.${column}`).join(', ')} FROM ${name} w
        WHERE EXISTS (SELECT FROM langchain_pg_embedding e WHERE e.${keyColumn}::text = w.record)
       ON CONFLICT (record) DO NOTHING
       RETURNING collection, terms)
     INSERT INTO ${TERM_TABLE} AS known (collection, term, records)
     SELECT collection, term, records FROM (${countsOf('added')}) AS counted ORDER BY collection, term
     ON CONFLICT (collection, term) DO UPDATE SET records = known.records + excluded.records`,
  );
  await client.query(FLUSH_INDEXES);
}

/** SQL: the number of rows of `rows` by collection and term, all of them under the empty term. */
export function countsOf(rows: string): string {
  return `SELECT collection, lexeme AS term, count(*) AS records FROM ${rows}, unnest(terms) GROUP BY 1, 2
          UNION ALL SELECT collection, '', count(*) FROM ${rows} GROUP BY 1`;
}

async function* chunksOf(rows: readonly RowField[][]): AsyncGenerator<Buffer> {
  const encoded = new BinaryRows();
  for (const row of rows) {
    const full = encoded.add(row);
    if (full !== null) {
      yield full;
    }
  }
  yield encoded.take();
}
