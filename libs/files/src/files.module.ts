import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TaskOutputEntity } from '#libs/database';
import { ArchiveFolder } from './archive/archive-folder.js';
import { FileChangeRepository } from './changes/file-change.repository.js';
import { FileCleanupService } from './cleanup/file-cleanup.service.js';
import { FileStore } from './file-store.js';
import { IntegrityService } from './integrity.service.js';
import { OutputRepository } from './output.repository.js';
import { openStorage } from './storage/open-storage.js';
import { STORAGE, type Storage } from './storage/storage.js';
import { OPTIONAL_STORAGE_WAITS, type StorageWaits } from './storage/storage-waits.js';
import { TaskFilesService } from './task-files.service.js';
import { UploadsService } from './upload/uploads.service.js';

/** The files of tasks. */
@Module({
  imports: [TypeOrmModule.forFeature([TaskOutputEntity])],
  providers: [
    {
      provide: STORAGE,
      inject: [CONFIG, OPTIONAL_STORAGE_WAITS],
      useFactory: ({ storage }: ResolvedConfig, waits?: StorageWaits) => openStorage(storage, waits),
    },
    { provide: FileStore, useFactory: ({ files }: Storage) => files, inject: [STORAGE] },
    { provide: ArchiveFolder, useFactory: (storage: Storage) => new ArchiveFolder(storage), inject: [STORAGE] },
    OutputRepository,
    FileChangeRepository,
    TaskFilesService,
    IntegrityService,
    UploadsService,
    FileCleanupService,
  ],
  exports: [
    STORAGE,
    FileStore,
    ArchiveFolder,
    FileChangeRepository,
    TaskFilesService,
    IntegrityService,
    UploadsService,
    FileCleanupService,
  ],
})
export class FilesModule {}
