import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { ArchivePolicy, ArchivesService } from '#libs/archives';
import { OperationSweeper, type SweepReport } from '#libs/operations';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { ExecutionPolicy, SchedulesService } from '#libs/tasks';
import { VectorOperationPolicy } from '#libs/vector-backup';
import { workerOptions } from './worker-options.js';

@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  constructor(
    private readonly operationSweeper: OperationSweeper,
    private readonly executionPolicy: ExecutionPolicy,
    private readonly vectorOperationPolicy: VectorOperationPolicy,
    private readonly archivePolicy: ArchivePolicy,
    private readonly scheduleService: SchedulesService,
    private readonly archiveService: ArchivesService,
  ) {
    super();
  }

  override async process(job: Job): Promise<SweepReport> {
    sweepJobSchema.parse(job.data);
    const reports = [
      await this.operationSweeper.sweep(this.executionPolicy),
      await this.operationSweeper.sweep(this.vectorOperationPolicy),
      await this.operationSweeper.sweep(this.archivePolicy),
    ];
    await this.scheduleService.reconcile();
    await this.archiveService.removeExpired();
    return {
      requeued: reports.flatMap(({ requeued }) => requeued),
      ended: reports.flatMap(({ ended }) => ended),
    };
  }
}
