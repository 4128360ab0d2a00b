import type { BusinessDatabase } from '#libs/business-database';
import type { Text } from '#libs/language';
import { inEveryLanguage, type Language } from '#libs/language';
import { isValid, validateStatement, type Attempt } from '#libs/statement-validation';
import type { CollectedQuestion } from './collect-questions.js';
import { problem, type QuestionProblem } from './question-problem.js';

export interface GoldOptions {
  readonly signal: AbortSignal;
  /** Of the reasons that the server's refusals are told in. */
  readonly language: Language;
  /** Also run each statement until its first row. */
  readonly execute: boolean;
  readonly statementTimeoutMs?: number;
}

const CONNECTIONS = 4;
const STATEMENT_TIMEOUT_MS = 30_000;

/**
 * Tries every gold statement as `sql_validation` tries those of pairs: one read-only statement, planned, not too
 * expensive, and run until its first row. An empty result is fine.
 * @returns the statements that cannot be used, in any order
 */
export async function checkGold(
  database: BusinessDatabase,
  questions: readonly CollectedQuestion[],
  { signal, language, execute, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: GoldOptions,
): Promise<QuestionProblem[]> {
  const statements = database.statements({ connections: CONNECTIONS, statementTimeoutMs });
  const hazards = statements.hazards();
  hazards.catch(() => undefined);
  const problems: QuestionProblem[] = [];
  const left = questions.flatMap(({ line, goldSql }) => goldSql.map((sql) => ({ line, sql }))).values();
  const worker = async (): Promise<void> => {
    for (const { line, sql } of left) {
      signal.throwIfAborted();
      const attempt = await validateStatement(sql, { statements, signal, language, hazards, execute });
      if (!isValid(attempt)) {
        problems.push(problem(line, 'sql_refused', { detail: reasonOf(attempt) }));
      }
    }
  };
  await Promise.all(Array.from({ length: Math.max(statements.capacity, CONNECTIONS) }, worker));
  return problems;
}

/** The sentence is in the language of the check. */
function reasonOf({ problem: found }: Attempt): Text {
  return inEveryLanguage(() => [found?.sqlstate, found?.message].filter(Boolean).join(' '));
}
