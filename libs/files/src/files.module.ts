import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { ResolvedConfig } from '#libs/config';
import { TaskOutputEntity } from '#libs/database';
import { FileStore } from './file-store.js';
import { OutputRepository } from './output.repository.js';
import { TaskFilesService } from './task-files.service.js';

@Module({})
export class FilesModule {
  static forRoot(config: ResolvedConfig): DynamicModule {
    return {
      module: FilesModule,
      global: true,
      imports: [TypeOrmModule.forFeature([TaskOutputEntity])],
      providers: [
        { provide: FileStore, useFactory: () => new FileStore(config.storageDirectory) },
        OutputRepository,
        TaskFilesService,
      ],
      exports: [FileStore, TaskFilesService],
    };
  }
}
