import { createHash } from 'node:crypto';
import { translateStorageError } from '../database/translate-error.js';
import type { BackupFolder } from './backup-folder.js';

/** SHA-256 (hexadecimal) and size of a stored file. */
export async function hashFile(
  folder: BackupFolder,
  name: string,
  signal: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of folder.pieces(name, signal)) {
      hash.update(piece);
      bytes += piece.length;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw translateStorageError(error);
  }
  return { sha256: hash.digest('hex'), bytes };
}
