import { Module } from '@nestjs/common';
import { FilesModule } from '#libs/files';
import { TasksModule } from '#libs/tasks';
import { TrainingDataRemoval } from './training-data-removal.service.js';
import { TrainingDataController } from './training-data.controller.js';

/** Routes of the training data that tasks have loaded. */
@Module({
  imports: [FilesModule, TasksModule],
  controllers: [TrainingDataController],
  providers: [TrainingDataRemoval],
})
export class TrainingDataHttpModule {}
