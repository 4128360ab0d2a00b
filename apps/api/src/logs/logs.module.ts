import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { LogsController } from './logs.controller.js';

/** Routes of the logs of tasks. */
@Module({ imports: [FilesModule, TasksModule], controllers: [LogsController] })
export class LogsHttpModule {}
