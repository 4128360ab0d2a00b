import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import type { SweepReport } from '#libs/operations';
import { QUEUE_SETTINGS, sweepJobSchema } from '#libs/queue';
import { Sweep } from '#libs/queue-repair';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/** The sweep at its regular times. `QueueRepairer` runs it when the queue does not. */
@Injectable()
@Processor('maintenance', workerOptions(QUEUE_SETTINGS.maintenance))
export class SweepProcessor extends WorkerHost {
  constructor(
    private readonly sweep: Sweep,
    private readonly gate: JobGate,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<SweepReport> {
    await this.gate.admit(sweepJobSchema, job, token);
    return this.sweep.run();
  }
}
