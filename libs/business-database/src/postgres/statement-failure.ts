import type pg from 'pg';
import { isServerError, serverReason } from '#libs/postgres';
import type { StatementFailure } from '../statement-runner.js';

/** Classes that blame the server or the session, not the statement: connection, resources, intervention, system, internal. */
const NOT_THE_STATEMENT = /^(08|53|57P|58|XX|F0|28|3D)/;

/**
 * The server's objection to the statement, or null if the statement is not to blame.
 * @param prefixLength characters that were sent before the statement
 */
export function statementFailure(error: unknown, prefixLength: number): StatementFailure | null {
  const { code, message, position, hint } = error as Partial<pg.DatabaseError>;
  if (!isServerError(code) || NOT_THE_STATEMENT.test(code)) {
    return null;
  }
  const at = Number(position ?? 0) - prefixLength;
  return {
    outcome: code === '57014' || code === '55P03' ? 'timeout' : 'failed',
    sqlstate: code,
    reason: serverReason({ code, message }),
    position: at > 0 ? at : null,
    suggestedColumn: suggestedColumn(code, hint ?? ''),
  };
}

const UNDEFINED_COLUMN = '42703';

/** `Perhaps you meant to reference the column "film.title".` */
function suggestedColumn(code: string, hint: string): string | null {
  if (code !== UNDEFINED_COLUMN || !/column/i.test(hint)) {
    return null;
  }
  const [only, ...more] = [...hint.matchAll(/"(?:[^".]+\.)?([^".]+)"/g)];
  return only && more.length === 0 ? (only[1] ?? null) : null;
}
