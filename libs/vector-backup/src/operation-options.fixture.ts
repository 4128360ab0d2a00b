import type { BackupContext, BackupOptions } from './backup/backup-options.js';
import type { RestoreContext } from './restore/restore-backup.js';
import type { RestoreOptions } from './restore/restore-options.js';
import { VECTOR_TABLES } from './tables.js';

/** When the backups of the tests begin: `20250721_234914` in Shanghai, `20250721_154914` in UTC. */
export const STARTED = new Date('2025-07-21T15:49:14Z');

type Place = Pick<BackupOptions, 'connectionString' | 'folder'>;

/** Options of an operation without observers. */
export function contextOf(overrides: Partial<BackupContext & RestoreContext> = {}): BackupContext & RestoreContext {
  return {
    signal: new AbortController().signal,
    language: 'zh',
    progress: () => undefined,
    log: () => undefined,
    onTimestamp: async () => undefined,
    onPublished: async () => undefined,
    onLoaded: async () => undefined,
    ...overrides,
  };
}

/** A backup of both tables as CSV that truncates nothing. */
export function backupOptions(options: Place & Partial<BackupOptions>): BackupOptions {
  return {
    owner: 'vector_test',
    taskId: null,
    startedAt: STARTED,
    timeZone: 'Asia/Shanghai',
    tables: VECTOR_TABLES,
    format: 'csv',
    compression: 'none',
    parallel: null,
    truncate: false,
    lockTimeoutMs: 20_000,
    ...options,
  };
}

/** A restore of both tables that replaces their rows and compares them at the end. */
export function restoreOptions(
  options: Place & Pick<RestoreOptions, 'timestamp'> & Partial<RestoreOptions>,
): RestoreOptions {
  return {
    backupPath: 'vector_bak',
    tables: VECTOR_TABLES,
    truncateBefore: true,
    onConflict: 'error',
    schema: null,
    rebuildIndexes: 'auto',
    verify: true,
    lockTimeoutMs: 20_000,
    ...options,
  };
}
