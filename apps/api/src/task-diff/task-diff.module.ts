import { Module } from '@nestjs/common';
import { BusinessDatabaseModule } from '#libs/business-database';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { TaskDiffController } from './task-diff.controller.js';
import { TaskDiffService } from './task-diff.service.js';

/** Whether the outputs of a task still fit the database. */
@Module({
  imports: [BusinessDatabaseModule, FilesModule, TasksModule],
  controllers: [TaskDiffController],
  providers: [TaskDiffService],
})
export class TaskDiffHttpModule {}
