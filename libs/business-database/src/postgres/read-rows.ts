import type pg from 'pg';
import { parseSql } from '#libs/sql-parser';
import type { ReadColumn, Reading, ReadLimits, ReadRow, StatementFailure } from '../statement-runner.js';
import { attempt, rolledBack } from './execute-statement.js';
import { readOrigins } from './column-origins.js';
import { isNarrow, kindOf } from './value-kinds.js';
import { statementFailure } from './statement-failure.js';

/** Values that are fetched together. */
const CELLS_TOGETHER = 10_000;
/** Bytes of a value that is read as it is. */
const LONGEST_VALUE = 1_000;

const DECLARE = 'DECLARE asked NO SCROLL CURSOR FOR ';

/**
 * Reads the rows of one accepted statement through a cursor, in a read-only transaction that is rolled back. Where values
 * may be long, the server replaces the long ones by their length and hash, so that no row needs much memory here.
 * @throws the driver's error when the statement is not to blame.
 */
export async function readRows(
  client: pg.ClientBase,
  sql: string,
  limits: ReadLimits,
  visit: (rows: readonly ReadRow[], columns: readonly ReadColumn[]) => void,
): Promise<Reading | StatementFailure> {
  return rolledBack(client, async () => {
    const declared = await attempt(DECLARE, client, sql);
    if (!('rows' in declared)) {
      return declared;
    }
    const { fields } = await fetchRows(client, 0);
    const origins = limits.origins ? await readOrigins(client, fields) : [];
    const columns = fields.map(({ name, dataTypeID }, index) => {
      const origin = origins[index];
      return { name, kind: kindOf(dataTypeID), ...(origin && { origin }) };
    });
    if (!fields.every(({ dataTypeID }) => isNarrow(dataTypeID))) {
      await client.query('CLOSE asked');
      const wrapped = await attempt(DECLARE, client, withShortValues(await bareStatement(sql), fields.length));
      if (!('rows' in wrapped)) {
        return { ...wrapped, position: null };
      }
    }
    try {
      return await visitAll(client, columns, limits, visit);
    } catch (error) {
      const failure = statementFailure(error, 0);
      if (failure === null) {
        throw error;
      }
      return { ...failure, position: null };
    }
  });
}

async function visitAll(
  client: pg.ClientBase,
  columns: readonly ReadColumn[],
  { maxRows, maxCells }: ReadLimits,
  visit: (rows: readonly ReadRow[], columns: readonly ReadColumn[]) => void,
): Promise<Reading> {
  const width = Math.max(columns.length, 1);
  const most = Math.min(Math.trunc(maxRows), Math.floor(maxCells / width));
  const together = Math.max(1, Math.floor(CELLS_TOGETHER / width));
  let rowCount = 0;
  for (;;) {
    // One row more than the limit tells whether there are more.
    const wanted = Math.min(together, most - rowCount + 1);
    const { rows } = await fetchRows(client, wanted);
    const taken = rows.slice(0, most - rowCount);
    if (taken.length > 0) {
      visit(taken, columns);
    }
    rowCount += taken.length;
    if (rows.length < wanted || taken.length < rows.length) {
      return { outcome: 'read', columns, rowCount, isComplete: taken.length === rows.length };
    }
  }
}

/** Texts as the server writes them. */
const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

function fetchRows(client: pg.ClientBase, count: number): Promise<pg.QueryArrayResult<(string | null)[]>> {
  return client.query<(string | null)[]>({
    text: `FETCH FORWARD ${count} FROM asked`,
    rowMode: 'array',
    types: AS_TEXT,
  });
}

/** The statement without the semicolon and the comments behind it. */
async function bareStatement(sql: string): Promise<string> {
  const { stmts = [] } = await parseSql(sql);
  const { stmt_location: start = 0, stmt_len: length = 0 } = stmts[0] ?? {};
  return Buffer.from(sql)
    .subarray(start, length === 0 ? undefined : start + length)
    .toString();
}

/** The rows keep their order: PostgreSQL sorts a subquery that has an ORDER BY, and reads it as it comes. */
function withShortValues(sql: string, width: number): string {
  const names = Array.from({ length: width }, (_, index) => `c${index}`);
  // `format` takes the output function of the type; a cast might call a function of the database.
  const values = names.map((name) => {
    const text = `pg_catalog.format('%s', ${name})`;
    const hash = `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(${text}, 'UTF8')), 'hex')`;
    const length = `pg_catalog.octet_length(${text})`;
    return `CASE WHEN pg_catalog.num_nulls(${name}) = 1 THEN NULL
      WHEN ${length} > ${LONGEST_VALUE} THEN pg_catalog.concat(${length}, ' bytes ', ${hash}) ELSE ${text} END`;
  });
  return `SELECT ${values.join(', ')} FROM (${sql}\n) AS asked(${names.join(', ')})`;
}
