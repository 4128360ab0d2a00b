import { Module } from '@nestjs/common';
import { ModelEditingModule } from '#libs/model-editing';
import { TasksModule } from '#libs/tasks';
import { ModelMapper } from './model.mapper.js';
import { SemanticModelController } from './semantic-model.controller.js';

/** Routes of the semantic model and its edits by people. */
@Module({
  imports: [ModelEditingModule, TasksModule],
  controllers: [SemanticModelController],
  providers: [ModelMapper],
})
export class SemanticModelHttpModule {}
