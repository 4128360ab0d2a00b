import { mkdir, open, rename, rm, rmdir, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from './errors.js';

/** Errors of the disk that an operator has to fix; a retry may then succeed. */
const UNAVAILABLE = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ESTALE',
  'ENOTDIR',
  'EEXIST',
]);

/**
 * Runs a call on the file system and translates its errors.
 * @param name the file of the call; without it a missing file is an internal error, not one of the client.
 * @throws DomainError `file_not_found`, `storage_unavailable`
 */
export async function guarded<T>(call: () => Promise<T>, name?: string): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (name !== undefined && (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR')) {
      throw new DomainError(fileErrors.file_not_found, { name }, { cause: error });
    }
    if (UNAVAILABLE.has(code)) {
      throw new DomainError(fileErrors.storage_unavailable, { reason: code }, { cause: error });
    }
    throw error;
  }
}

export function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') {
    throw error;
  }
}

export function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') {
    throw error;
  }
  return null;
}

export function emptyIfMissing(error: NodeJS.ErrnoException): never[] {
  ignoreMissing(error);
  return [];
}

export function nullIfNotFound(error: unknown): null {
  if (error instanceof DomainError && error.code === 'file_not_found') {
    return null;
  }
  throw error;
}

/** More than a file system keeps inside of its own records. */
const PROBE_BYTES = 8_192;

/** Writes a file and removes it: permissions alone do not tell whether the disk is full or read-only. */
export async function writeProbe(path: string): Promise<void> {
  try {
    await writeFile(path, Buffer.alloc(PROBE_BYTES, 1));
  } finally {
    await rm(path, { force: true });
  }
}

/** A rename survives a power cut only when the folder is synced too. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Opens a file for writing and truncates it. Its folder is created only if that fails, because most files have one. */
export async function createFile(path: string): Promise<FileHandle> {
  const create = () => open(path, 'w', 0o644);
  try {
    return await create();
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    await mkdir(dirname(path), { recursive: true });
    return create();
  }
}

/** Makes a folder. Those above it are made when they are not there, which is so for the first of many only. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    await mkdir(path, { recursive: true });
  }
}

/** @returns false, and nothing happens, when the folder is not empty, or not there */
export async function removeEmptyFolder(path: string): Promise<boolean> {
  try {
    await rmdir(path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return false;
    }
    throw error;
  }
}

/** Gives a folder its name. @returns false, and nothing happens, when there is a folder with files of that name. */
export async function renameToFree(folder: string, name: string): Promise<boolean> {
  try {
    await rename(folder, name);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTEMPTY' || code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}
