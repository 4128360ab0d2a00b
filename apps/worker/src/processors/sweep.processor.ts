import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { SweeperService, type SweepReport } from '#libs/tasks';
import { workerOptions } from './worker-options.js';

@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  constructor(private readonly sweeper: SweeperService) {
    super();
  }

  override async process(job: Job): Promise<SweepReport> {
    sweepJobSchema.parse(job.data);
    return this.sweeper.sweep();
  }
}
