import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ArchiveEntity } from '#libs/database';
import { FilesModule } from '#libs/files';
import { OperationsModule } from '#libs/operations';
import { ArchiveBuilder } from './archive-builder.js';
import { ArchivePolicy } from './archive.policy.js';
import { ArchiveRepository } from './archive.repository.js';
import { ArchivesService } from './archives.service.js';
import { ArchiveTable } from './archive.table.js';

/** Archives of the files of tasks. */
@Module({
  imports: [FilesModule, OperationsModule, TypeOrmModule.forFeature([ArchiveEntity])],
  providers: [ArchiveRepository, ArchiveTable, ArchivePolicy, ArchiveBuilder, ArchivesService],
  exports: [ArchivePolicy, ArchiveBuilder, ArchivesService],
})
export class ArchivesModule {}
