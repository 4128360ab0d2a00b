import { Processor } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { QUEUE_SETTINGS } from '#libs/queue';
import { StepRunner } from '#libs/step-runner';
import { TrainingLoadStep } from '#libs/steps/training-load';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { workerOptions } from './worker-options.js';
import { StepProcessor } from './step.processor.js';

@Injectable()
@Processor('training_load', workerOptions(QUEUE_SETTINGS.training_load))
export class TrainingLoadProcessor extends StepProcessor {
  constructor(step: TrainingLoadStep, runner: StepRunner, lifecycle: WorkerLifecycle) {
    super(step, runner, lifecycle);
  }
}
