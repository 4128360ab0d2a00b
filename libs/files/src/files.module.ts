import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResolvedConfig } from '#libs/config';
import { ArchiveEntity, TaskOutputEntity } from '#libs/database';
import { ArchiveFolder } from './archive/archive-folder.js';
import { ArchiveRepository } from './archive/archive.repository.js';
import { ArchivesService } from './archive/archives.service.js';
import { FileCleanupService } from './cleanup/file-cleanup.service.js';
import { FileStore } from './file-store.js';
import { IntegrityService } from './integrity.service.js';
import { OutputRepository } from './output.repository.js';
import { openStorage } from './storage/open-storage.js';
import { STORAGE, type Storage } from './storage/storage.js';
import { TaskFilesService } from './task-files.service.js';
import { UploadsService } from './upload/uploads.service.js';

/** The files of tasks. Needs the queue as a global module. */
@Module({})
export class FilesModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      imports: [TypeOrmModule.forFeature([TaskOutputEntity, ArchiveEntity])],
      providers: [
        { provide: STORAGE, useFactory: () => openStorage(config.storage) },
        { provide: FileStore, useFactory: ({ files }: Storage) => files, inject: [STORAGE] },
        { provide: ArchiveFolder, useFactory: (storage: Storage) => new ArchiveFolder(storage), inject: [STORAGE] },
        OutputRepository,
        ArchiveRepository,
        TaskFilesService,
        ArchivesService,
        IntegrityService,
        UploadsService,
        FileCleanupService,
      ],
      exports: [
        STORAGE,
        FileStore,
        TaskFilesService,
        ArchivesService,
        IntegrityService,
        UploadsService,
        FileCleanupService,
      ],
    };
  }
}
