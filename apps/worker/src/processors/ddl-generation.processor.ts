import { Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { QUEUE_SETTINGS } from '#libs/queue';
import { StepRunner } from '#libs/step-runner';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { workerOptions } from './worker-options.js';
import { StepProcessor } from './step.processor.js';

@Injectable()
@Processor('ddl_generation', workerOptions(QUEUE_SETTINGS.ddl_generation))
export class DdlGenerationProcessor extends StepProcessor {
  constructor(step: DdlGenerationStep, runner: StepRunner, lifecycle: WorkerLifecycle) {
    super(step, runner, lifecycle);
  }
}
