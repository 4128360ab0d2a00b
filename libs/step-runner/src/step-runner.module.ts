import { Module } from '@nestjs/common';
import { BusinessDatabaseModule } from '#libs/business-database';
import { FilesModule } from '#libs/files';
import { OperationsModule } from '#libs/operations';
import { TasksModule } from '#libs/tasks';
import { StepRunner } from './step-runner.js';

/** Runs the steps of tasks. */
@Module({
  imports: [BusinessDatabaseModule, FilesModule, OperationsModule, TasksModule],
  providers: [StepRunner],
  exports: [StepRunner],
})
export class StepRunnerModule {}
