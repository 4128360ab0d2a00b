export { fileErrors } from './errors.js';
export { FileStore, type StoredFile, type WrittenFile } from './file-store.js';
export { FilesModule } from './files.module.js';
export { fileNameSegments } from './file-name.js';
export { StagedFiles } from './staged-files.js';
export { TaskFilesService, type OpenFile, type TaskFile } from './task-files.service.js';
