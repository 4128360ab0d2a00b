import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { JsonObject } from '#libs/pipeline';
import { QUEUE_SETTINGS, vectorOperationJobSchema } from '#libs/queue';
import { VectorOperationRunner, VectorOperationsService } from '#libs/vector-backup';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';
import { workerOptions } from './worker-options.js';

/** Backups, restores and verifications of the vector tables. */
@Injectable()
@Processor('vector_backup', workerOptions(QUEUE_SETTINGS.vector_backup))
export class VectorOperationProcessor extends WorkerHost {
  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly runner: VectorOperationRunner,
    private readonly lifecycle: WorkerLifecycle,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<JsonObject | null> {
    const { operationId } = vectorOperationJobSchema.parse(job.data);
    return settleDelivery(job, token, this.lifecycle.shutdown, async (delivery) =>
      this.runner.run(operationId ?? (await this.vectorOperationService.scheduled(job.id ?? '')), delivery),
    );
  }
}
