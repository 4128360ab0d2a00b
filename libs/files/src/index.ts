export { ARCHIVE_FORMATS, archiveMediaType, type ArchiveFormat } from './archive/archive-format.js';
export { ArchiveFolder } from './archive/archive-folder.js';
export { selectFiles } from './archive/select-files.js';
export { streamArchive, type TaskSelection } from './archive/stream-archive.js';
export { FileChangeRepository } from './changes/file-change.repository.js';
export { FileCleanupService, type RemovableFile } from './cleanup/file-cleanup.service.js';
export { CLEANUP_KINDS, type CleanupKind, type CleanupRules } from './cleanup/removable-files.js';
export type { Content } from './content.js';
export { fileErrors } from './errors.js';
export {
  FileStore,
  type NewFile,
  type OpenedFile,
  type RemovedFolder,
  type StoredFile,
  type WrittenFile,
} from './file-store.js';
export { formatFileSize } from './file-size.js';
export { FilesModule } from './files.module.js';
export { INTEGRITY_STATES, IntegrityService, type CheckedFile, type IntegrityState } from './integrity.service.js';
export { StagedFiles } from './staged-files.js';
export { LocalFolder } from './storage/local-folder.js';
export { LocalStorage } from './storage/local-storage.js';
export { openStorage } from './storage/open-storage.js';
export {
  LONG_STORAGE_WAITS,
  OPTIONAL_STORAGE_WAITS,
  SHORT_STORAGE_WAITS,
  StorageWaitsModule,
  type StorageWaits,
} from './storage/storage-waits.js';
export {
  STORAGE,
  unfinishedName,
  type ByteRange,
  type Storage,
  type StorageFolder,
  type UnfinishedFile,
} from './storage/storage.js';
export { TaskFilesService, type OpenFile, type TaskFile } from './task-files.service.js';
export {
  MAX_UPLOAD_BYTES,
  OVERWRITE_MODES,
  UploadsService,
  type OverwriteMode,
  type StagedUpload,
  type UploadedFile,
} from './upload/uploads.service.js';
