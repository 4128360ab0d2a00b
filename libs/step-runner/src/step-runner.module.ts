import { Module } from '@nestjs/common';
import { BusinessDatabaseModule } from '#libs/business-database';
import { OperationsModule } from '#libs/operations';
import { StepRunner } from './step-runner.js';

/** Needs the tasks and files modules, which are global. */
@Module({ imports: [BusinessDatabaseModule, OperationsModule], providers: [StepRunner], exports: [StepRunner] })
export class StepRunnerModule {}
