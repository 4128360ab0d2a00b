import type { BusinessDatabase } from '#libs/business-database';
import type { Language } from '#libs/language';
import type { QuestionSqlPair } from '#libs/step-files';
import { isValid, validateStatement } from '#libs/statement-validation';
import { runConcurrently } from './run-concurrently.js';

const LIMITS = { connections: 3, statementTimeoutMs: 30_000 };

/** A pair whose statement the database does not accept any more. */
export interface StalePair {
  readonly pair: QuestionSqlPair;
  readonly reason: string;
}

/**
 * The pairs that the live database does not plan. No statement is run.
 * @throws DomainError of kind `unavailable` when the database goes away; the abort reason when stopped.
 */
export async function stalePairs(
  pairs: readonly QuestionSqlPair[],
  database: BusinessDatabase,
  { signal, language }: { readonly signal: AbortSignal; readonly language: Language },
): Promise<StalePair[]> {
  const statements = database.statements(LIMITS);
  const options = { statements, signal, language, hazards: statements.hazards(), execute: false };
  options.hazards.catch(() => undefined);
  const judged = await runConcurrently(pairs, statements.capacity, async (pair) => {
    signal.throwIfAborted();
    return { pair, attempt: await validateStatement(pair.sql, options) };
  });
  return judged.flatMap(({ pair, attempt }) =>
    isValid(attempt) ? [] : [{ pair, reason: attempt.problem?.message ?? attempt.status }],
  );
}
