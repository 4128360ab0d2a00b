import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { SweepReport } from '#libs/operations';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { Sweep } from '#libs/queue-repair';
import { workerOptions } from './worker-options.js';

/** The sweep at its regular times. `QueueRepairer` runs it when the queue does not. */
@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  constructor(private readonly sweep: Sweep) {
    super();
  }

  override process(job: Job): Promise<SweepReport> {
    sweepJobSchema.parse(job.data);
    return this.sweep.run();
  }
}
