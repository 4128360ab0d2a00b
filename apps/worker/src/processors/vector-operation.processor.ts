import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { JsonObject } from '#libs/pipeline';
import { QUEUE_SETTINGS, vectorOperationJobSchema, type VectorOperationJob } from '#libs/queue';
import { VectorOperationRunner, VectorOperationsService, VerificationTurn } from '#libs/vector-backup';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/** Backups, restores and verifications of the vector tables. */
@Injectable()
@Processor('vector_backup', workerOptions(QUEUE_SETTINGS.vector_backup))
export class VectorOperationProcessor extends WorkerHost {
  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly verificationTurn: VerificationTurn,
    private readonly runner: VectorOperationRunner,
    private readonly lifecycle: WorkerLifecycle,
    private readonly gate: JobGate,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<JsonObject | null> {
    const parsed = await this.gate.admit(vectorOperationJobSchema, job, token);
    return settleDelivery(job, token, this.lifecycle.shutdown, async (delivery) => {
      const operationId = await this.operationOf(parsed, job.id ?? '');
      return operationId === null ? { outcome: 'nothing_to_do' } : this.runner.run(operationId, delivery);
    });
  }

  /** Null: it is not the moment for the verification, or there is nothing to verify. */
  private async operationOf({ operationId, work }: VectorOperationJob, jobId: string): Promise<string | null> {
    if (operationId !== undefined) {
      return operationId;
    }
    return work === 'verification' ? this.verificationTurn.take(jobId) : this.vectorOperationService.scheduled(jobId);
  }
}
