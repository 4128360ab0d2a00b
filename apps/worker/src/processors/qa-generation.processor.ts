import { Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { QUEUE_SETTINGS } from '#libs/queue';
import { StepRunner } from '#libs/step-runner';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { workerOptions } from './worker-options.js';
import { StepProcessor } from './step.processor.js';

@Injectable()
@Processor('qa_generation', workerOptions(QUEUE_SETTINGS.qa_generation))
export class QaGenerationProcessor extends StepProcessor {
  constructor(step: QaGenerationStep, runner: StepRunner, lifecycle: WorkerLifecycle) {
    super(step, runner, lifecycle);
  }
}
