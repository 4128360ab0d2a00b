import type pg from 'pg';
import { isServerError, serverReason } from '#libs/postgres';
import type { StatementFailure } from '../statement-runner.js';

/** Classes that blame the server or the session, not the statement: connection, resources, intervention, system, internal. */
const NOT_THE_STATEMENT = /^(08|53|57P|58|XX|F0|28|3D)/;

/** `ERROR` in the languages of servers; the end of a session has another severity. An unknown one counts as the end. */
const ERROR = new Set(['ERROR', '错误', '錯誤', 'エラー', '오류', 'FEHLER', 'ERREUR', 'ERRORE', 'ERRO', 'ОШИБКА']);

/**
 * The server's objection to the statement, or null if the statement is not to blame.
 * @param prefixLength characters that were sent before the statement
 */
export function statementFailure(error: unknown, prefixLength: number): StatementFailure | null {
  const { code, message, position, where, hint, severity } = error as Partial<pg.DatabaseError>;
  // A function raises any code; only the end of the session is not its own doing.
  const isRaised = where !== undefined && ERROR.has(severity ?? '');
  if (!isServerError(code) || (NOT_THE_STATEMENT.test(code) && !isRaised)) {
    return null;
  }
  const at = Number(position ?? 0) - prefixLength;
  return {
    outcome: code === '57014' || code === '55P03' ? 'timeout' : 'failed',
    sqlstate: code,
    reason: serverReason({ code, message, position, where }),
    position: at > 0 ? at : null,
    // A function raises any hint; the parser's own has a position.
    suggestedColumn: position === undefined || where !== undefined ? null : suggestedColumn(code, hint ?? ''),
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
