import type { BackupFolder } from '../folder/backup-folder.js';
import type { OperationContext } from '../progress.js';
import type { BackupCompression, BackupFormat, VectorTable } from '../tables.js';
import type { BackupResult } from './backup-result.js';

export interface BackupOptions {
  readonly connectionString: string;
  readonly folder: BackupFolder;
  /** The operation that reserves the timestamp. */
  readonly owner: string;
  readonly taskId: string | null;
  readonly startedAt: Date;
  readonly timeZone: string;
  readonly tables: readonly VectorTable[];
  readonly format: BackupFormat;
  readonly compression: BackupCompression;
  /** Only rows that an earlier backup of the folder does not have, and a list of those that were deleted since. */
  readonly incremental?: boolean;
  /** Connections that read at a time; null lets the server decide. */
  readonly parallel: number | null;
  /** Empties the embedding table once its rows are safe. */
  readonly truncate: boolean;
  readonly lockTimeoutMs: number;
  /**
   * Taken by an earlier attempt at the same backup. Its worker may only have been slow, and would remove files of
   * that name when it notices that it was given up.
   */
  readonly avoidTimestamp?: string | null;
}

export interface BackupContext extends OperationContext {
  /** The timestamp is taken: files of that name are this operation's from here on. */
  onTimestamp(timestamp: string): Promise<void>;
  /**
   * The files are complete under their names. With a transaction id the table is truncated after this; the
   * outcome of the transaction shows whether that happened.
   */
  onPublished(result: BackupResult, transactionId: string | null): Promise<void>;
}
