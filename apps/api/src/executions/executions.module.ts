import { Module } from '@nestjs/common';
import { ModelEditingModule } from '#libs/model-editing';
import { TasksModule } from '#libs/tasks';
import { ExecutionMapper } from './execution.mapper.js';
import { ExecutionsController } from './executions.controller.js';

/** Routes that run tasks. */
@Module({
  imports: [ModelEditingModule, TasksModule],
  controllers: [ExecutionsController],
  providers: [ExecutionMapper],
})
export class ExecutionsHttpModule {}
