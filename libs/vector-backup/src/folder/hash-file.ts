import { createHash } from 'node:crypto';
import { translateStorageError } from '../database/translate-error.js';
import type { BackupFolder } from './backup-folder.js';

/** SHA-256 (hexadecimal) and size of a file as it is on the disk. */
export async function hashFile(
  folder: BackupFolder,
  name: string,
  signal: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of folder.stream(name)) {
      signal.throwIfAborted();
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw translateStorageError(error);
  }
  return { sha256: hash.digest('hex'), bytes };
}
