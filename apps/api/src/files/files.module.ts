import { Module } from '@nestjs/common';
import { ArchivesModule } from '#libs/archives';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { ArchivesController } from './archives.controller.js';
import { FileCareController } from './file-care.controller.js';
import { FilesController } from './files.controller.js';
import { UploadsController } from './uploads.controller.js';

/** Routes of the files of tasks and of their archives. */
@Module({
  imports: [ArchivesModule, FilesModule, TasksModule],
  controllers: [ArchivesController, FileCareController, UploadsController, FilesController],
})
export class FilesHttpModule {}
