import { fileTimestamp } from '#libs/clock';
import { DomainError, errorMessage } from '#libs/domain-errors';
import { render, type Language } from '#libs/language';
import type { BackupFolder } from '../folder/backup-folder.js';
import { backupLogName, LOG_NAME } from '../folder/backup-names.js';
import { vectorBackupMessages } from '../messages.js';
import { withoutAbsent } from '../tables.js';
import { failedBackup, renderBackupLog } from './backup-log.js';
import type { BackupContext, BackupOptions } from './backup-options.js';
import type { BackupResult } from './backup-result.js';
import { BackupRun } from './backup-run.js';
import { hasRecordTable } from './table-shape.js';

/**
 * Backs the vector tables up on one snapshot and, if asked, empties the embedding table: writers are kept out from
 * the snapshot to the end, and the table is truncated only after the files were read back from the disk.
 * On failure no table is truncated, and of an incomplete backup nothing stays but the line in the log of the folder.
 * @throws DomainError; its details state what was done
 */
export async function createBackup(options: BackupOptions, context: BackupContext): Promise<BackupResult> {
  const { folder, timeZone, startedAt } = options;
  context.progress({ phase: 'connecting', table: null, rows: 0, total_rows: null, bytes: 0 });
  let run: BackupRun | null = null;
  // Until the store has been looked at, the table that it may lack is not spoken of.
  let tables = withoutAbsent(options.tables, false);
  try {
    await folder.create();
    const base = fileTimestamp(startedAt, timeZone);
    const timestamp = await folder.reserveTimestamp(base, options.avoidTimestamp ?? null, options.owner);
    run = new BackupRun({ ...options, tables }, context, timestamp);
    await context.onTimestamp(timestamp);
    tables = withoutAbsent(options.tables, await hasRecordTable(options.connectionString, context.signal));
    run = new BackupRun({ ...options, tables }, context, timestamp);
    const result = await run.execute();
    return await logged(result, options, context.language);
  } catch (error) {
    await run?.cleanUp();
    const isOurs = error instanceof DomainError && error.kind !== 'cancelled' && !context.signal.aborted;
    if (run !== null && isOurs) {
      const failed = failedBackup(error, run.published, { ...options, tables }, run.seconds(), context.language);
      // The failure itself is what to report, also where the log cannot be written.
      await writeLog(folder, run.published, renderBackupLog(failed, options)).catch(() => undefined);
    }
    throw withState(error, run?.published ?? null);
  }
}

/**
 * Writes the log of the folder, and that of the backup. The backup is valid without them: a log that cannot be written is
 * a warning.
 */
async function logged(result: BackupResult, options: BackupOptions, language: Language): Promise<BackupResult> {
  try {
    await writeLog(options.folder, result, renderBackupLog(result, options));
    return { ...result, log_file: backupLogName(result.backup_timestamp) };
  } catch (error) {
    const reason = error instanceof DomainError ? errorMessage(error) : LOG_NAME;
    const warning = render(vectorBackupMessages.file_failed({ file: LOG_NAME, reason }), language);
    return { ...result, errors: [...result.errors, warning] };
  }
}

/** @param published null: there is no backup that the log could belong to, only an attempt */
async function writeLog(folder: BackupFolder, published: BackupResult | null, text: string): Promise<void> {
  await folder.write(LOG_NAME, text);
  if (published !== null) {
    await folder.write(backupLogName(published.backup_timestamp), text);
  }
}

/** Adds what was done to the details of an error. */
function withState(error: unknown, published: BackupResult | null): unknown {
  if (!(error instanceof DomainError)) {
    return error;
  }
  const state = {
    backup_performed: published !== null,
    truncate_performed: false,
    ...(published === null ? {} : { tables_backed_up: published.tables_backed_up }),
  };
  return new DomainError(error.definition, error.params, {
    cause: error.cause,
    details: { ...error.details, ...state },
  });
}
