import * as fs from 'node:fs';
import { mkdir, open, rename, rm, rmdir, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from './errors.js';

/** Files and folders hold values of business databases: other users of the machine read none of them. */
export const FILE_MODE = 0o640;
const FOLDER_MODE = 0o750;

/**
 * No symbolic link is followed, and a FIFO does not wait for its writer.
 * Windows has neither flag.
 */
const READ_FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);

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

/** `ELOOP`: a symbolic link, which is not followed. */
const NOT_A_FILE = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP', 'ENXIO']);

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
    if (name !== undefined && NOT_A_FILE.has(code)) {
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
  const create = () => open(path, 'w', FILE_MODE);
  try {
    return await create();
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    await makeFolders(dirname(path));
    return create();
  }
}

/** Makes a folder. Those above it are made when they are not there, which is so for the first of many only. */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    ignoreMissing(error as NodeJS.ErrnoException);
    await makeFolders(path);
  }
}

/** How often a folder is made again after another process removed the one above it. */
const FOLDER_ATTEMPTS = 5;

/**
 * Makes a folder and those above it. Unlike `mkdir` of Node with `recursive`, it ends in a folder that takes no folders,
 * such as `/proc`.
 * @returns the first that was made, undefined where all were there
 * @throws DomainError `storage_unavailable` for such a folder, other errors of the file system
 */
export async function makeFolders(path: string): Promise<string | undefined> {
  let first: string | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await mkdir(path, { mode: FOLDER_MODE });
      return first ?? path;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EEXIST' && (await stat(path)).isDirectory()) {
        return first;
      }
      if (code !== 'ENOENT') {
        throw error;
      }
      if (attempt === FOLDER_ATTEMPTS) {
        throw new DomainError(fileErrors.storage_unavailable, { reason: code }, { cause: error });
      }
      first = (await makeFolders(dirname(path))) ?? first;
    }
  }
}

/** Opens a file for reading. @throws errors of the file system; `EISDIR` for a FIFO, a device and a folder */
export async function openRegular(path: string): Promise<FileHandle> {
  const handle = await open(path, READ_FLAGS);
  try {
    if (!(await handle.stat()).isFile()) {
      throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' });
    }
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * The same for a file that a client may name.
 * @throws DomainError `file_not_found` for a symbolic link, a FIFO, a device and a folder too
 */
export function openFile(path: string, name: string): Promise<FileHandle> {
  return guarded(() => openRegular(path), name);
}

type ReadOptions = Pick<
  NonNullable<Exclude<Parameters<typeof fs.createReadStream>[1], string>>,
  'start' | 'end' | 'highWaterMark'
>;

/** Streams a file that is known to be one. A symbolic link is an error of the stream. */
export function streamFile(path: string, options?: ReadOptions): fs.ReadStream {
  type Opened = (error: NodeJS.ErrnoException | null, descriptor: number) => void;
  const open = (name: string, _flags: string, mode: number, opened: Opened): void => {
    fs.open(name, READ_FLAGS, mode, opened);
  };
  return fs.createReadStream(path, { ...options, fs: { ...fs, open } });
}

/** The text of a file, see `openFile`. */
export async function readTextFile(path: string, name: string): Promise<string> {
  const handle = await openFile(path, name);
  try {
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
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
