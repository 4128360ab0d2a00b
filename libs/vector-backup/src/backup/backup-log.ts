import { logTimestamp } from '#libs/clock';
import { errorText, type DomainError } from '#libs/domain-errors';
import { render, type Language } from '#libs/language';
import { redactSecrets } from '#libs/redaction';
import { vectorBackupMessages } from '../messages.js';
import { EMBEDDING_TABLE, type VectorTable } from '../tables.js';
import type { BackedUpTable, BackupResult, TruncatedTable } from './backup-result.js';

interface FailedTable {
  readonly success: false;
  readonly error: string;
}

/** Content of the log: a result, or the part of it that a failure has left. */
export interface LoggedBackup {
  readonly tables_backed_up: Partial<Record<VectorTable, BackedUpTable | FailedTable>>;
  readonly truncate_results: Partial<Record<VectorTable, TruncatedTable | FailedTable>>;
  readonly errors: readonly string[];
  /** Seconds. */
  readonly duration: number;
}

interface LogFacts {
  readonly startedAt: Date;
  readonly timeZone: string;
  readonly taskId: string | null;
}

/** `vector_backup_log.txt`: the newest backup of the folder, in the form of the original (compat: exact labels). */
export function renderBackupLog(backup: LoggedBackup, facts: LogFacts): string {
  const truncated = Object.entries(backup.truncate_results).map(([table, each]) =>
    each.success ? `✓ ${table}: TRUNCATED (${each.rows_before} rows removed)` : failedLine(table, each),
  );
  const lines = [
    '=== Vector Table Backup Log ===',
    `Backup Time: ${logTimestamp(facts.startedAt, facts.timeZone)}`,
    `Task ID: ${facts.taskId ?? 'api_backup'}`,
    `Duration: ${backup.duration.toFixed(2)}s`,
    '',
    'Tables Backup Status:',
    ...Object.entries(backup.tables_backed_up).map(([table, each]) =>
      each.success
        ? `✓ ${table}: ${each.row_count} rows -> ${each.backup_file} (${each.file_size})`
        : failedLine(table, each),
    ),
    '',
    'Truncate Status:',
    ...(truncated.length > 0 ? truncated : ['- Not performed']),
    ...(backup.errors.length > 0 ? ['', `Errors: ${backup.errors.join('; ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

function failedLine(table: string, { error }: FailedTable): string {
  return `✗ ${table}: FAILED - ${error}`;
}

/**
 * A failure in the form of the log.
 * @param published files that are complete despite the failure; null: none
 * @param duration seconds until it failed
 */
export function failedBackup(
  error: DomainError,
  published: BackupResult | null,
  asked: { readonly tables: readonly VectorTable[]; readonly truncate: boolean },
  duration: number,
  language: Language,
): LoggedBackup {
  // One line, even when the server's message has several.
  const reason = redactSecrets(errorText(error, language)).replace(/\s+/g, ' ');
  const failed: FailedTable = { success: false, error: reason };
  if (published === null) {
    const tables = Object.fromEntries(asked.tables.map((table) => [table, failed]));
    const errors = [render(vectorBackupMessages.tables_not_backed_up(), language)];
    return { tables_backed_up: tables, truncate_results: {}, errors, duration };
  }
  return {
    tables_backed_up: published.tables_backed_up,
    truncate_results: asked.truncate ? { [EMBEDDING_TABLE]: failed } : {},
    errors: [asked.truncate ? render(vectorBackupMessages.tables_not_truncated(), language) : reason],
    duration,
  };
}
