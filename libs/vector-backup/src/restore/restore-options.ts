import type { BackupFolder } from '../folder/backup-folder.js';
import type { VectorTable } from '../tables.js';

export interface RestoreOptions {
  readonly connectionString: string;
  readonly folder: BackupFolder;
  /** The path for display. */
  readonly backupPath: string;
  readonly timestamp: string;
  readonly tables: readonly VectorTable[];
  readonly truncateBefore: boolean;
  /** Handling of a row with an id that exists in the target. */
  readonly onConflict: 'error' | 'skip' | 'replace';
  /** Null: the schema of the search path. */
  readonly schema: string | null;
  readonly rebuildIndexes: 'auto' | 'always' | 'never';
  /** Read everything back before the commit and compare it with the files. */
  readonly verify: boolean;
  readonly lockTimeoutMs: number;
}
