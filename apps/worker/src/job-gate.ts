import { Injectable, Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { z } from 'zod';
import { DomainError } from '#libs/domain-errors';
import { fleetErrors, ProcessReport, StorageMark } from '#libs/fleet';
import { productVersion } from '#libs/product-version';
import { contractOf, JOB_CONTRACT } from '#libs/queue';
import { handBack } from './processors/settle-delivery.js';
import { WorkerLifecycle } from './worker-lifecycle.js';

/** A job that this worker does not take comes back after that, to whichever worker is first. */
const AGAIN_MS = 5_000;
/** For that time this worker takes no job of the queue, so that a newer one gets them. */
const ASIDE_MS = 10_000;

/** Lets jobs in. A job of a newer release, or without the right storage, goes back untouched: no attempt is spent. */
@Injectable()
export class JobGate {
  private readonly logger = new Logger(JobGate.name);

  constructor(
    private readonly lifecycle: WorkerLifecycle,
    private readonly report: ProcessReport,
    private readonly storageMark: StorageMark,
  ) {}

  /** The payload of a job that this worker takes; it throws what BullMQ expects for the others. */
  async admit<T>(schema: z.ZodType<T>, job: Job, token: string | undefined): Promise<T> {
    if (!(await this.isAtHome())) {
      return handBack(job, token, Date.now() + AGAIN_MS);
    }
    const contract = contractOf(job.data);
    if (contract > JOB_CONTRACT) {
      const params = { queue: job.queueName, contract, known: JOB_CONTRACT, version: productVersion() };
      const problem = new DomainError(fleetErrors.job_contract_newer, params);
      this.logger.warn(`job ${job.id} is left for a newer worker: ${problem.message}`);
      this.report.leftJob(problem);
      this.lifecycle.stepAside(job.queueName, ASIDE_MS);
      return handBack(job, token, Date.now() + AGAIN_MS);
    }
    return schema.parse(job.data);
  }

  /** Before the first mark each job looks for it: the API that marks the storage adds jobs right after. */
  private async isAtHome(): Promise<boolean> {
    const { problem, notice } = this.storageMark;
    if (notice === null) {
      return problem === null;
    }
    return this.storageMark.check().then(
      (found) => found === null,
      () => false,
    );
  }
}
