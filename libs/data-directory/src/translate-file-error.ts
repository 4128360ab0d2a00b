import { dirname } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { dataDirectoryErrors } from './errors.js';

const DENIED = new Set(['EACCES', 'EPERM']);
const UNUSABLE = new Set(['EROFS', 'ENOSPC', 'EDQUOT', 'ENOTDIR', 'EISDIR', 'EEXIST', 'ELOOP', 'EIO', 'ENAMETOOLONG']);

const ANOTHER_DIRECTORY = {
  zh: '，或将 DATA_DIRECTORY 设为它自己的文件夹',
  en: ', or set DATA_DIRECTORY to a folder of its own',
};

/**
 * Translates a file system error to a sentence with the remedy; other errors pass unchanged.
 * @param options.elsewhere the other way out, as the end of a sentence
 * @param options.file named where the system names none: a read of an open file fails without a path
 */
export function translateFileError(
  error: unknown,
  { elsewhere = ANOTHER_DIRECTORY, file }: { elsewhere?: Readonly<Record<Language, string>>; file?: string } = {},
): unknown {
  const { code, path = file } = systemFailure(error);
  if (code === undefined || path === undefined) {
    return error;
  }
  const definition = DENIED.has(code)
    ? dataDirectoryErrors.data_directory_denied
    : UNUSABLE.has(code)
      ? dataDirectoryErrors.data_directory_unusable
      : null;
  // An account of a container need not have a name.
  const params = { path, code, folder: dirname(path), user: process.getuid?.() ?? 'of this process', elsewhere };
  return definition === null ? error : new DomainError(definition, params, { cause: error });
}

/** Not by `instanceof`: an error of the file system may come from another realm. */
function systemFailure(error: unknown): { code?: string; path?: string } {
  const { code, path } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    path?: unknown;
  };
  return { ...(typeof code === 'string' && { code }), ...(typeof path === 'string' && { path }) };
}
