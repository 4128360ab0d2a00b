import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { EvaluationRunner } from '#libs/evaluation';
import { evaluationJobSchema, QUEUE_SETTINGS } from '#libs/queue';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/** Evaluations on request; those of the step run in its own queue. */
@Injectable()
@Processor('evaluations', workerOptions(QUEUE_SETTINGS.evaluations))
export class EvaluationProcessor extends WorkerHost {
  constructor(
    private readonly evaluationRunner: EvaluationRunner,
    private readonly lifecycle: WorkerLifecycle,
    private readonly gate: JobGate,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<void> {
    const { evaluationId } = await this.gate.admit(evaluationJobSchema, job, token);
    await settleDelivery(job, token, this.lifecycle.shutdown, (delivery) =>
      this.evaluationRunner.run(evaluationId, delivery),
    );
  }
}
