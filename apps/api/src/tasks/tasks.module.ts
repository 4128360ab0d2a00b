import { Module } from '@nestjs/common';
import { TasksModule } from '#libs/tasks';
import { TaskRemovalController } from './task-removal.controller.js';
import { TaskSearchController } from './task-search.controller.js';
import { TaskMapper } from './task.mapper.js';
import { TasksController } from './tasks.controller.js';

/** Routes that create, list, find and delete tasks. */
@Module({
  imports: [TasksModule],
  controllers: [TasksController, TaskSearchController, TaskRemovalController],
  providers: [TaskMapper],
  exports: [TaskMapper],
})
export class TasksHttpModule {}
