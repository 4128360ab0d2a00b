import { fingerprint, parse, scan } from 'libpg-query';
import { tooCostly, type ParseLimits } from './check-cost.js';
import { ParserThread, type ParserCall } from './parser-thread-client.js';
import { isExhausted, SqlTooComplex } from './sql-too-complex.js';

/** For one statement. */
export const STATEMENT_LIMITS: ParseLimits = { bytes: 1_000_000, tokens: 20_000 };
/** For a file of statements. */
export const FILE_LIMITS: ParseLimits = { bytes: 4_000_000, tokens: 400_000 };

/** Shorter texts that pass the check take the parser milliseconds (`bench/sql-parser.mjs`), less than the way to the thread. */
const IN_PLACE_CHARACTERS = 4_000;
/** A statement at the limits needs a tenth of a second. */
const TIMEOUT_MS = 5_000;

const CALLS = { parse, scan, fingerprint };
const thread = new ParserThread();

/**
 * The parse tree. Long texts are parsed in a thread, so that no text of a model or a person blocks this process.
 * @throws SqlTooComplex; libpg-query's SqlError for a text that is not SQL
 */
export function parseSql(sql: string, limits = STATEMENT_LIMITS): ReturnType<typeof parse> {
  return run('parse', sql, limits) as ReturnType<typeof parse>;
}

/** The tokens, see `parseSql`. */
export function scanSql(sql: string, limits = STATEMENT_LIMITS): ReturnType<typeof scan> {
  return run('scan', sql, limits) as ReturnType<typeof scan>;
}

/** libpg-query's fingerprint, see `parseSql`. */
export function fingerprintSql(sql: string, limits = STATEMENT_LIMITS): Promise<string> {
  return run('fingerprint', sql, limits) as Promise<string>;
}

/** Nearly every short text: without a comment mark and a long operator it costs the parser nothing. */
function isCheap(sql: string): boolean {
  return sql.length <= IN_PLACE_CHARACTERS && !/\/\*|[-~!@#^&|`?+*/%<>=]{17}/.test(sql);
}

async function run(call: ParserCall, sql: string, limits: ParseLimits): Promise<unknown> {
  const reason = isCheap(sql) ? null : tooCostly(sql, limits);
  if (reason !== null) {
    throw new SqlTooComplex(reason);
  }
  if (sql.length > IN_PLACE_CHARACTERS) {
    return thread.run(call, sql, TIMEOUT_MS);
  }
  try {
    return await CALLS[call](sql);
  } catch (error) {
    throw isExhausted(error) ? new SqlTooComplex('memory') : error;
  }
}
