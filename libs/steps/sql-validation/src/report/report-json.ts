import { isoTimestamp } from '#libs/clock';
import { countOutcome, problemText, type Outcome } from '../outcome.js';
import { isValid, wasRepaired } from '../pair-result.js';

/** `sql_validation_{ts}_report.json`, for programs. File names only, no path and no password. */
export function renderReport(outcome: Outcome): string {
  const counts = countOutcome(outcome.results);
  return JSON.stringify(
    {
      metadata: {
        input_file: outcome.file,
        validation_time: isoTimestamp(outcome.startedAt, outcome.timeZone),
        total_validation_time: outcome.duration,
        database_connection: `postgresql://***@${outcome.database}`,
        config: outcome.config,
      },
      summary: {
        total_questions: outcome.results.length,
        valid_sqls: counts.valid,
        invalid_sqls: counts.invalid,
        valid_empty: counts.validEmpty,
        timeouts: counts.timeouts,
        duplicates_removed: outcome.duplicates.length,
        success_rate: counts.successRate,
        average_execution_time: counts.averageTime,
        total_retries: counts.retries,
        repair_stats: counts.repair,
        file_modification_stats: modificationStats(outcome),
      },
      detailed_results: outcome.results.map((result) => ({
        index: result.index + 1,
        question: result.pair.question,
        sql: result.pair.sql,
        valid: isValid(result.final),
        status: result.final.status,
        error_message: problemText(result),
        sqlstate: result.first.problem?.sqlstate ?? null,
        position: result.first.problem?.position ?? null,
        hint: result.first.problem?.hint ?? null,
        execution_time: result.first.seconds,
        retry_count: result.first.retries,
        repair_attempted: result.repair !== null,
        repair_successful: wasRepaired(result),
        repaired_by: result.repair?.by ?? null,
        repaired_sql: result.repair?.sql ?? null,
        repair_error: result.repair?.error ?? null,
      })),
    },
    null,
    2,
  );
}

export function modificationStats({ modification }: Outcome): {
  modified: number;
  deleted: number;
  failed_modifications: number;
} {
  return {
    modified: modification?.modified.length ?? 0,
    deleted: modification?.deleted.length ?? 0,
    failed_modifications: 0,
  };
}
