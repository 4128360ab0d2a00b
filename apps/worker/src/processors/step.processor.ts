import { WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { stepJobSchema } from '#libs/queue';
import type { StepRunner } from '#libs/step-runner';
import type { Step, StepResult } from '#libs/steps/step';
import type { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';

/**
 * Takes a step's job: parses it, lets the runner do the work, and tells the queue how it ended. The tables hold the
 * state; the queue only needs to know whether to deliver the job again.
 */
export abstract class StepProcessor extends WorkerHost {
  protected constructor(
    private readonly step: Step,
    private readonly runner: StepRunner,
    private readonly lifecycle: WorkerLifecycle,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<StepResult | null> {
    const { executionId } = stepJobSchema.parse(job.data);
    return settleDelivery(job, token, this.lifecycle.shutdown, (delivery) =>
      this.runner.run(this.step, executionId, delivery),
    );
  }
}
