import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { TableListsController } from './table-lists.controller.js';

/** Routes of the table lists of tasks. */
@Module({ imports: [FilesModule, TasksModule], controllers: [TableListsController] })
export class TableListsHttpModule {}
