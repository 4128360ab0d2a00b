import { createHash } from 'node:crypto';
import { DomainError } from '#libs/domain-errors';
import { translateStorageError } from '../database/translate-error.js';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { damageName, deletedName, manifestName, parseDataFileName } from '../folder/backup-names.js';
import { partProblems } from '../folder/backup-parts.js';
import { hashFile } from '../folder/hash-file.js';
import { findBackup, isSound } from '../folder/list-backups.js';
import { manifestSha256, parseManifest, type Manifest } from '../manifest.js';
import type { OperationContext } from '../progress.js';

interface ListedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface CopiedFiles {
  readonly files: readonly string[];
  readonly bytes: number;
}

/**
 * Copies a backup as it is stored: no key is needed. The manifest comes last, after the copies of the files were read
 * back and have the hashes of the manifest. So a copy with a manifest was a whole one. A copy that lost a file since, or
 * that a verification found bad, is replaced; it stays as it is until all new files are there.
 * @returns null where a whole copy is there already
 * @throws DomainError `vector_backup_not_found`, `vector_backup_damaged`, `vector_copy_differs`,
 * `vector_read_back_differs`
 */
export async function copyBackup(
  source: BackupFolder,
  target: BackupFolder,
  { timestamp, timeZone }: { readonly timestamp: string; readonly timeZone: string },
  context: OperationContext,
): Promise<CopiedFiles | null> {
  const manifestFile = manifestName(timestamp);
  const text = await source.readText(manifestFile);
  if (text === null) {
    throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: manifestFile });
  }
  const manifest = parseManifest(text, manifestFile);
  await target.create();
  const there = await findBackup(target, timestamp, timeZone);
  if (isSound(there)) {
    if (there.manifestSha256 !== manifestSha256(text)) {
      throw new DomainError(vectorBackupErrors.vector_copy_differs, { timestamp });
    }
    return null;
  }
  const files = listedFiles(manifest);
  const names = files.map(({ name }) => name);
  const written = [manifestFile, ...names];
  let isReplacing = false;
  try {
    let bytes = 0;
    // What an attempt of a dead worker left is not written to again.
    await target.removeUnfinished(written);
    await markUnfinished(target, timestamp);
    for (const file of files) {
      await copyFile(
        source,
        target,
        file,
        (length) => {
          bytes += length;
          const table = parseDataFileName(file.name)?.table ?? null;
          context.progress({ phase: 'copying', table, rows: 0, total_rows: null, bytes });
        },
        context.signal,
      );
    }
    isReplacing = true;
    await target.remove([manifestFile]);
    await markUnfinished(target, timestamp);
    await target.remove(partProblems(manifest, await target.list())?.extra ?? []);
    await target.publish(names);
    for (const { name, sha256 } of files) {
      if ((await hashFile(target, name, context.signal)).sha256 !== sha256) {
        throw new DomainError(vectorBackupErrors.vector_read_back_differs, { file: `${target.location}/${name}` });
      }
    }
    await target.remove([damageName(timestamp)]);
    if ((await source.readText(manifestFile)) !== text) {
      // The backup was removed meanwhile.
      throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: manifestFile });
    }
    await target.prepare(manifestFile, text);
    await target.publish([manifestFile]);
    return { files: [...names, manifestFile], bytes };
  } catch (error) {
    // The first error is the one to report; files that stay are overwritten by the next attempt.
    await (isReplacing ? target.remove(written) : target.removeUnfinished(written)).catch(() => undefined);
    throw error;
  }
}

/** The retention on the copies leaves out a backup with an unfinished file. */
async function markUnfinished(target: BackupFolder, timestamp: string): Promise<void> {
  await target.claim(manifestName(timestamp), `copy_${timestamp}`);
}

function listedFiles({ timestamp, tables, incremental, encryption }: Manifest): ListedFile[] {
  const deleted = incremental && { name: deletedName(timestamp, encryption !== null), ...incremental.deleted };
  return [
    ...tables.map(({ file, bytes, sha256 }) => ({ name: file, bytes, sha256 })),
    ...(deleted === null ? [] : [deleted]),
  ];
}

async function copyFile(
  source: BackupFolder,
  target: BackupFolder,
  { name, bytes, sha256 }: ListedFile,
  onBytes: (length: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const output = await target.begin(name, bytes);
  // This also ends a hanging write, for example on a network.
  const abandon = (): void => void output.abandon();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    const hash = createHash('sha256');
    for await (const piece of source.pieces(name, signal)) {
      hash.update(piece);
      await output.write(piece);
      onBytes(piece.length);
    }
    if (hash.digest('hex') !== sha256) {
      throw new DomainError(vectorBackupErrors.vector_backup_damaged, { file: name, reason: 'SHA-256' });
    }
    await output.finish();
  } catch (error) {
    await output.abandon();
    signal.throwIfAborted();
    throw (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: name })
      : translateStorageError(error);
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

/**
 * Brings results of verifications and logs of the copied backups up to date. They are small. What a verification found
 * bad on one storage says nothing about the other, so each keeps its own notes of damage.
 */
export async function copyResults(source: BackupFolder, target: BackupFolder): Promise<void> {
  const here = new Map((await target.list()).map((file) => [file.name, file]));
  for (const { name, modifiedAt } of await source.list()) {
    const [, timestamp] = RESULT_FILE.exec(name) ?? [];
    const copied = here.get(name);
    const isOld = copied === undefined || copied.modifiedAt < modifiedAt;
    const text =
      timestamp !== undefined && here.has(manifestName(timestamp)) && isOld ? await source.readText(name) : null;
    if (text !== null) {
      await target.write(name, text);
    }
  }
}

const RESULT_FILE = /^(?:verification|vector_backup_log)_(\d{8}_\d{6}(?:_\d{1,6})?)\.(?:json|txt)$/;
