import type { BusinessDatabase, StatementRunner } from '#libs/business-database';
import { DomainError } from '#libs/domain-errors';
import type { Text } from '#libs/language';
import { inEveryLanguage, type Language } from '#libs/language';
import { isValid, validateStatement, type Attempt } from '#libs/statement-validation';
import { evaluationErrors } from '../errors.js';
import type { CollectedQuestion } from './collect-questions.js';
import { problem, type QuestionProblem } from './question-problem.js';

export interface GoldOptions {
  readonly signal: AbortSignal;
  /** Of the reasons that the server's refusals are told in. */
  readonly language: Language;
  /** Also run each statement until its first row. */
  readonly execute: boolean;
  readonly statementTimeoutMs?: number;
  /** For all statements together. */
  readonly minutes?: number;
}

const CONNECTIONS = 4;
const STATEMENT_TIMEOUT_MS = 30_000;
/** The caller waits for the answer of an upload. */
const MINUTES = 15;

/**
 * Tries every gold statement as `sql_validation` tries those of pairs: one read-only statement, planned, not too
 * expensive, and run until its first row. An empty result is fine. Statements are planned and run in batches.
 * @returns the statements that cannot be used, in any order
 * @throws DomainError `question_set_check_too_long`
 */
export async function checkGold(
  database: BusinessDatabase,
  questions: readonly CollectedQuestion[],
  { signal, language, execute, statementTimeoutMs = STATEMENT_TIMEOUT_MS, minutes = MINUTES }: GoldOptions,
): Promise<QuestionProblem[]> {
  const endsAt = performance.now() + minutes * 60_000;
  const runner = database.statements({ connections: CONNECTIONS, statementTimeoutMs });
  const statements = inBatches(runner);
  const hazards = runner.hazards();
  hazards.catch(() => undefined);
  const problems: QuestionProblem[] = [];
  const golds = questions.flatMap(({ line, goldSql }) => goldSql.map((sql) => ({ line, sql })));
  const left = golds.values();
  let checked = 0;
  const worker = async (): Promise<void> => {
    for (const { line, sql } of left) {
      signal.throwIfAborted();
      if (performance.now() > endsAt) {
        const params = { minutes, checked, statements: golds.length };
        throw new DomainError(evaluationErrors.question_set_check_too_long, params);
      }
      const attempt = await validateStatement(sql, { statements, signal, language, hazards, execute });
      if (!isValid(attempt)) {
        problems.push(problem(line, 'sql_refused', { detail: reasonOf(attempt) }));
      }
      checked += 1;
    }
  };
  await Promise.all(Array.from({ length: Math.max(runner.capacity, CONNECTIONS) }, worker));
  return problems;
}

/** A set has many statements, and the seconds of a single one are not reported. */
function inBatches(runner: StatementRunner): Pick<StatementRunner, 'plan' | 'execute'> {
  return { plan: (sql) => runner.plan(sql), execute: (sql) => runner.executeTogether(sql) };
}

/** The sentence is in the language of the check. */
function reasonOf({ problem: found }: Attempt): Text {
  return inEveryLanguage(() => [found?.sqlstate, found?.message].filter(Boolean).join(' '));
}
