import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { ArchiveBuilder } from '#libs/archives';
import { archiveJobSchema, QUEUE_SETTINGS } from '#libs/queue';
import { WorkerLifecycle } from '../worker-lifecycle.js';
import { settleDelivery } from './settle-delivery.js';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/** Builds an archive of files. */
@Injectable()
@Processor('archives', workerOptions(QUEUE_SETTINGS.archives))
export class ArchiveProcessor extends WorkerHost {
  constructor(
    private readonly archiveBuilder: ArchiveBuilder,
    private readonly lifecycle: WorkerLifecycle,
    private readonly gate: JobGate,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<void> {
    const { archiveId } = await this.gate.admit(archiveJobSchema, job, token);
    await settleDelivery(job, token, this.lifecycle.shutdown, (delivery) =>
      this.archiveBuilder.run(archiveId, delivery),
    );
  }
}
