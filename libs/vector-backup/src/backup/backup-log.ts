import { logTimestamp } from '#libs/clock';
import type { BackupResult } from './backup-result.js';

/** `vector_backup_log.txt`: the newest backup of the folder, in the form of the original (compat: exact labels). */
export function renderBackupLog(
  result: BackupResult,
  facts: { readonly startedAt: Date; readonly timeZone: string; readonly taskId: string | null },
): string {
  const tables = Object.entries(result.tables_backed_up).map(
    ([table, { row_count, backup_file, file_size }]) =>
      `✓ ${table}: ${row_count} rows -> ${backup_file} (${file_size})`,
  );
  const truncated = Object.entries(result.truncate_results).map(
    ([table, { rows_before }]) => `✓ ${table}: TRUNCATED (${rows_before} rows removed)`,
  );
  const lines = [
    '=== Vector Table Backup Log ===',
    `Backup Time: ${logTimestamp(facts.startedAt, facts.timeZone)}`,
    `Task ID: ${facts.taskId ?? 'api_backup'}`,
    `Duration: ${result.duration.toFixed(2)}s`,
    '',
    'Tables Backup Status:',
    ...tables,
    '',
    'Truncate Status:',
    ...(truncated.length > 0 ? truncated : ['- Not performed']),
    ...(result.errors.length > 0 ? ['', `Errors: ${result.errors.join('; ')}`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
