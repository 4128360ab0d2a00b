import { Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { QUEUE_SETTINGS } from '#libs/queue';
import { StepRunner } from '#libs/step-runner';
import { SqlValidationStep } from '#libs/steps/sql-validation';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { workerOptions } from './worker-options.js';
import { StepProcessor } from './step.processor.js';

@Injectable()
@Processor('sql_validation', workerOptions(QUEUE_SETTINGS.sql_validation))
export class SqlValidationProcessor extends StepProcessor {
  constructor(step: SqlValidationStep, runner: StepRunner, lifecycle: WorkerLifecycle) {
    super(step, runner, lifecycle);
  }
}
