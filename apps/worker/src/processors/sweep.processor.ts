import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { ArchivesService } from '#libs/files';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { SchedulesService, SweeperService, type SweepReport } from '#libs/tasks';
import { VectorOperationsService } from '#libs/vector-backup';
import { workerOptions } from './worker-options.js';

@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  constructor(
    private readonly sweeper: SweeperService,
    private readonly schedules: SchedulesService,
    private readonly archives: ArchivesService,
    private readonly vectorOperations: VectorOperationsService,
  ) {
    super();
  }

  override async process(job: Job): Promise<SweepReport> {
    sweepJobSchema.parse(job.data);
    const report = await this.sweeper.sweep();
    await this.schedules.reconcile();
    await this.archives.sweep();
    await this.vectorOperations.sweep();
    return report;
  }
}
