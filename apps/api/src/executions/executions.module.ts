import { Module } from '@nestjs/common';
import { TasksModule } from '#libs/tasks';
import { ExecutionsController } from './executions.controller.js';

/** Routes that run tasks. */
@Module({ imports: [TasksModule], controllers: [ExecutionsController] })
export class ExecutionsHttpModule {}
