import type { VectorBackupCopyState, VectorBackupEntity, VectorBackupProblem } from '#libs/database';
import type { DomainError } from '#libs/domain-errors';
import { isSameDatabase } from '#libs/postgres';
import { parseDataFileName } from '../folder/backup-names.js';
import type { CopiedBackup } from '../copy/backup-copies.js';
import type { ListedBackup } from '../folder/list-backups.js';
import { finishedSentences } from '../operations/operation-error.js';

export type BackupRow = Omit<VectorBackupEntity, 'checkedAt'>;

/**
 * `encryptionKeyId` is what the files prove now; the index keeps the first one.
 *
 * @param location the task of the folder; empty: the folder of all
 * @param known the row of an earlier look
 */
export function backupRow(
  backup: CopiedBackup,
  location: string,
  vectorDatabaseUrl: string,
  known: VectorBackupEntity | null,
): BackupRow {
  const { source, verification, damage, problem } = backup;
  const tables = backup.tables.map((name) => parseDataFileName(name)?.table ?? name);
  const database = source === null ? '' : `${source.host}:${source.port}/${source.database}/${source.schema}`;
  return {
    location,
    timestamp: backup.timestamp,
    startedAt: backup.startedAt,
    series: [location, database, ...tables].join(' '),
    form: [backup.format, backup.compression, ...(backup.incremental ? ['incremental'] : [])].join(' '),
    isOwn: source === null || isOwn(source, vectorDatabaseUrl),
    rows: backup.rows,
    bytes: backup.bytes,
    problem: problem === null ? damage && { code: damage.code, ...damage.reason } : problemOf(problem),
    verifiedAt: verification?.at ?? null,
    restoreSeconds: verification?.restoreSeconds ?? null,
    verifySeconds: verification?.seconds ?? null,
    copyState: copyStateOf(backup, known),
    encryptionKeyId: backup.encryption?.isProven === true ? backup.encryption.keyId : null,
  };
}

/** While the second storage does not answer, the state is the one that it had. */
function copyStateOf({ copy }: CopiedBackup, known: VectorBackupEntity | null): VectorBackupCopyState | null {
  return copy?.state === 'unknown' ? (known?.copyState ?? 'unknown') : (copy?.state ?? null);
}

function problemOf(error: DomainError): VectorBackupProblem {
  return { code: error.code, ...finishedSentences(error) };
}

/** The embedded database of this machine gets another port with each start. */
function isOwn({ host, port, database }: NonNullable<ListedBackup['source']>, configuredUrl: string): boolean {
  const configured = new URL(configuredUrl);
  const ports = isLoopback(host) && isLoopback(configured.hostname) ? configured.port : port;
  const address = host.includes(':') ? `[${host}]` : host;
  return isSameDatabase(`postgresql://${address}:${ports || '5432'}/${encodeURIComponent(database)}`, configuredUrl);
}

function isLoopback(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host);
}
