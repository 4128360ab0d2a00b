import type { VectorBackupEntity } from '#libs/database';

/** A backup and its age. */
export interface DatedBackup {
  readonly backup: VectorBackupEntity;
  /** Seconds since it was requested. */
  readonly ageSeconds: number;
}

/** What is known about the backups of the configured vector database. */
export interface BackupOverview {
  readonly total: number;
  readonly verified: number;
  /** Their files are wrong, or a verification found them bad. */
  readonly damaged: number;
  readonly bytes: number;
  /** Of those that are not known to be bad. */
  readonly newest: DatedBackup | null;
  readonly newestVerified: DatedBackup | null;
  /** The backup that was verified last; `ageSeconds` is that of the verification. */
  readonly lastVerification: DatedBackup | null;
  /** With a whole copy on the second storage. */
  readonly newestCopied: DatedBackup | null;
  /**
   * The first backup that is newer than it, or the newest verified one if that has no whole copy: since when the second
   * storage is behind. Null without a second storage, and while it is not.
   */
  readonly uncopied: DatedBackup | null;
  /** Backups without a whole copy; 0 without a second storage. */
  readonly copiesMissing: number;
  /** Seconds for which there has been a backup that is newer than the newest verified one; null: there is none. */
  readonly unverifiedSeconds: number | null;
}

/** @param rows oldest first */
export function overviewOf(rows: readonly VectorBackupEntity[], now: Date): BackupOverview {
  const own = rows.filter(({ isOwn }) => isOwn);
  const usable = own.filter(({ problem }) => problem === null);
  const verified = usable.filter(({ verifiedAt }) => verifiedAt !== null);
  const newestVerified = verified.at(-1);
  const firstUnverified = usable[newestVerified === undefined ? 0 : usable.indexOf(newestVerified) + 1];
  const copied = usable.filter(({ copyState }) => copyState === 'verified');
  const notCopied = usable.filter(({ copyState }) => copyState !== null && copyState !== 'verified');
  const newestCopied = copied.at(-1);
  const isBehind = (backup: VectorBackupEntity): boolean =>
    backup === newestVerified || newestCopied === undefined || usable.indexOf(backup) > usable.indexOf(newestCopied);
  const last = verified.toSorted((left, right) => Number(left.verifiedAt) - Number(right.verifiedAt)).at(-1);
  const since = (instant: Date): number => Math.max(0, (now.getTime() - instant.getTime()) / 1000);
  const dated = (backup: VectorBackupEntity | undefined): DatedBackup | null =>
    backup === undefined ? null : { backup, ageSeconds: since(backup.startedAt) };
  return {
    total: own.length,
    verified: verified.length,
    damaged: own.length - usable.length,
    bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
    newest: dated(usable.at(-1)),
    newestVerified: dated(newestVerified),
    lastVerification:
      last === undefined || last.verifiedAt === null ? null : { backup: last, ageSeconds: since(last.verifiedAt) },
    newestCopied: dated(newestCopied),
    uncopied: dated(notCopied.find(isBehind)),
    copiesMissing: notCopied.length,
    unverifiedSeconds: firstUnverified === undefined ? null : since(firstUnverified.startedAt),
  };
}
