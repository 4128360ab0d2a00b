export { dataDirectoryErrors } from './errors.js';
export { takeFolderLock } from './take-folder-lock.js';
export { translateFileError } from './translate-file-error.js';
export { translateStorageFailure } from './translate-storage-failure.js';
