import { Module } from '@nestjs/common';
import { TasksModule } from '#libs/tasks';
import { SchedulesController } from './schedules.controller.js';

/** Routes of the schedules of tasks. */
@Module({ imports: [TasksModule], controllers: [SchedulesController] })
export class SchedulesHttpModule {}
