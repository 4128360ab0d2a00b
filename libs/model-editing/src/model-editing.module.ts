import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { ModelEditRepository } from './model-edit.repository.js';
import { ModelEditingService } from './model-editing.service.js';

/** Edits of people to the semantic model. */
@Module({
  imports: [FilesModule, TasksModule],
  providers: [ModelEditRepository, ModelEditingService],
  exports: [ModelEditingService],
})
export class ModelEditingModule {}
