import { types } from 'node:util';
import { DomainError } from '#libs/domain-errors';
import { dataDirectoryErrors } from './errors.js';

/** Errors of a disk that passes: full, read-only, unmounted, too many open files. */
const STORAGE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'EIO', 'EMFILE', 'ENFILE', 'ESTALE']);

/**
 * Translates an error of the file system to one that a retry can cure, without paths of the server; other errors pass
 * unchanged.
 */
export function translateStorageFailure(error: unknown): unknown {
  const { code = '', syscall } = (types.isNativeError(error) ? error : {}) as NodeJS.ErrnoException;
  return STORAGE.has(code) && syscall !== 'connect'
    ? new DomainError(dataDirectoryErrors.disk_unavailable, { code }, { cause: error })
    : error;
}
