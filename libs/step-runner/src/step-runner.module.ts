import { Module } from '@nestjs/common';
import { StepRunner } from './step-runner.js';

/** Needs the tasks and files modules, which are global. */
@Module({ providers: [StepRunner], exports: [StepRunner] })
export class StepRunnerModule {}
