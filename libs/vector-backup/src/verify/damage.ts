import { z } from 'zod';
import { isoTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { inEveryLanguage, type Text } from '#libs/language';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { damageName, timestampOf, verificationName } from '../folder/backup-names.js';
import { finishedSentences } from '../operations/operation-error.js';

/**
 * Errors that are about the files of a backup. Others are about the server, the storage or the rights: they say nothing
 * about the backup, which keeps its earlier result.
 */
const DAMAGE: ReadonlySet<string> = new Set(
  [
    vectorBackupErrors.vector_backup_damaged,
    vectorBackupErrors.vector_backup_chunk_damaged,
    vectorBackupErrors.vector_backup_cut,
    vectorBackupErrors.vector_backup_downgraded,
    vectorBackupErrors.vector_backup_key_wrong,
    vectorBackupErrors.vector_backup_parts,
    vectorBackupErrors.vector_backup_not_found,
    vectorBackupErrors.vector_manifest_invalid,
    vectorBackupErrors.vector_restore_rejected,
    vectorBackupErrors.vector_restore_dimensions,
    vectorBackupErrors.vector_restore_differs,
  ].map(({ code }) => code),
);

const damageSchema = z.object({
  verified: z.literal(false),
  timestamp: z.string(),
  verified_at: z.iso.datetime({ offset: true }),
  code: z.string(),
  reason: z.object(inEveryLanguage(() => z.string())),
});

export interface Damage {
  readonly at: Date;
  readonly code: string;
  readonly reason: Text;
}

interface DamagedBackup {
  readonly folder: BackupFolder;
  readonly timestamp: string;
  readonly timeZone: string;
}

export function isDamage(error: unknown): error is DomainError {
  return error instanceof DomainError && DAMAGE.has(error.code);
}

/**
 * Notes next to the manifest that a verification found the backup bad, and takes its earlier verification away. Does
 * nothing for other errors, and for a backup of which nothing is left. A storage that takes no note is no reason to
 * report another error.
 */
export async function recordDamage(error: unknown, { folder, timestamp, timeZone }: DamagedBackup): Promise<void> {
  if (!isDamage(error)) {
    return;
  }
  const note: z.input<typeof damageSchema> = {
    verified: false,
    timestamp,
    verified_at: isoTimestamp(new Date(), timeZone),
    code: error.code,
    reason: finishedSentences(error),
  };
  try {
    const files = await folder.list();
    if (files.some(({ name }) => timestampOf(name) === timestamp)) {
      await folder.write(damageName(timestamp), `${JSON.stringify(note, null, 2)}\n`);
      await folder.remove([verificationName(timestamp)]);
    }
  } catch {
    // The error of the backup is the one to report.
  }
}

/** Null where there is no such file, or a person has changed it beyond reading. */
export async function readDamage(folder: BackupFolder, timestamp: string): Promise<Damage | null> {
  const note = damageSchema.safeParse(parsed(await folder.readText(damageName(timestamp))));
  if (!note.success) {
    return null;
  }
  const { verified_at: at, code, reason } = note.data;
  return { at: new Date(at), code, reason };
}

const verificationSchema = z.object({
  verified_at: z.iso.datetime({ offset: true }),
  /** Absent in results of releases that did not measure it. */
  restore_seconds: z.number().min(0).optional(),
  duration: z.number().min(0).optional(),
});

export interface Verification {
  readonly at: Date;
  readonly restoreSeconds: number | null;
  readonly seconds: number | null;
}

/** Null where there is no such file, or a person has changed it beyond reading. */
export async function readVerification(folder: BackupFolder, timestamp: string): Promise<Verification | null> {
  const found = verificationSchema.safeParse(parsed(await folder.readText(verificationName(timestamp))));
  if (!found.success) {
    return null;
  }
  const { verified_at: at, restore_seconds: restoreSeconds, duration } = found.data;
  return { at: new Date(at), restoreSeconds: restoreSeconds ?? null, seconds: duration ?? null };
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
