import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { ArchivePolicy, ArchivesService } from '#libs/archives';
import { OperationSweeper, type OperationKind, type SweepReport } from '#libs/operations';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { ExecutionPolicy, SchedulesService } from '#libs/tasks';
import { VectorOperationPolicy } from '#libs/vector-backup';
import { workerOptions } from './worker-options.js';

@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  /** One per kind: a kind that is forgotten does not compile. */
  private readonly sweeps: Readonly<Record<OperationKind, () => Promise<SweepReport>>> = {
    execution: () => this.operationSweeper.sweep(this.executionPolicy),
    vector_operation: () => this.operationSweeper.sweep(this.vectorOperationPolicy),
    archive: () => this.operationSweeper.sweep(this.archivePolicy),
  };

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
    const reports: SweepReport[] = [];
    for (const sweep of Object.values(this.sweeps)) {
      reports.push(await sweep());
    }
    await this.scheduleService.reconcile();
    await this.archiveService.removeExpired();
    return {
      requeued: reports.flatMap(({ requeued }) => requeued),
      ended: reports.flatMap(({ ended }) => ended),
    };
  }
}
