import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable, type Type } from '@nestjs/common';
import type { Job } from 'bullmq';
import { queueOf, type StepName } from '#libs/pipeline';
import { QUEUE_SETTINGS, stepJobSchema } from '#libs/queue';
import { StepRunner } from '#libs/step-runner';
import type { Step, StepResult } from '#libs/steps/step';
import { stepTokens } from '../step-providers.js';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/**
 * The processor of a step's queue. It parses the job, runs the step, and reports the outcome to the queue.
 * The tables hold the state; the queue only needs to know whether to deliver the job again.
 */
export function stepProcessor(name: StepName): Type<WorkerHost> {
  const queue = queueOf(name);

  @Injectable()
  @Processor(queue, workerOptions(QUEUE_SETTINGS[queue]))
  class StepProcessor extends WorkerHost {
    constructor(
      @Inject(stepTokens[name]) private readonly step: Step,
      private readonly runner: StepRunner,
      private readonly lifecycle: WorkerLifecycle,
      private readonly gate: JobGate,
    ) {
      super();
    }

    override async process(job: Job, token?: string): Promise<StepResult | null> {
      const { executionId } = await this.gate.admit(stepJobSchema, job, token);
      return settleDelivery(job, token, this.lifecycle.shutdown, (delivery) =>
        this.runner.run(this.step, executionId, delivery),
      );
    }
  }

  return StepProcessor;
}
