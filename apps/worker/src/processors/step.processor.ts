import { WorkerHost } from '@nestjs/bullmq';
import { DelayedError, UnrecoverableError, type Job } from 'bullmq';
import { isRetryable, stepJobSchema } from '#libs/queue';
import type { StepRunner } from '#libs/step-runner';
import type { Step, StepResult } from '#libs/steps/step';
import type { WorkerLifecycle } from '../worker-lifecycle.js';

/** Gives a job back and lets a moment pass, so that the worker that holds the execution can be done with it. */
const SECOND_LOOK_MS = 1_000;

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
    const lastAttempt = job.attemptsMade + 1 >= (job.opts.attempts ?? 1);
    try {
      const outcome = await this.runner.run(this.step, { executionId, lastAttempt, shutdown: this.lifecycle.shutdown });
      switch (outcome.outcome) {
        case 'completed':
          return outcome.result;
        case 'nothing_to_do':
          return null;
        case 'leased':
          return await this.handBack(job, token, outcome.until.getTime() + 100);
        case 'handed_back':
          return await this.handBack(job, token, Date.now() + SECOND_LOOK_MS);
      }
    } catch (error) {
      if (error instanceof DelayedError || isRetryable(error)) {
        throw error;
      }
      throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
    }
  }

  private async handBack(job: Job, token: string | undefined, at: number): Promise<never> {
    await job.moveToDelayed(at, token);
    throw new DelayedError();
  }
}
