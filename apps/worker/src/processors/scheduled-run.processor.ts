import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { isRetryable, QUEUE_SETTINGS, scheduledRunJobSchema } from '#libs/queue';
import { SchedulesService, type ScheduledTurn } from '#libs/tasks';
import { handBack } from './settle-delivery.js';
import { JobGate } from '../job-gate.js';
import { workerOptions } from './worker-options.js';

/** Between two tries of a turn that came during an outage. */
const AGAIN_MS = 10_000;

/** Starts the scheduled run of a task. A turn that comes during an outage waits for its end. */
@Injectable()
@Processor('schedules', workerOptions(QUEUE_SETTINGS.schedules))
export class ScheduledRunProcessor extends WorkerHost {
  constructor(
    private readonly scheduleService: SchedulesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
    private readonly gate: JobGate,
  ) {
    super();
  }

  override async process(job: Job, token?: string): Promise<ScheduledTurn> {
    const { taskId } = await this.gate.admit(scheduledRunJobSchema, job, token);
    try {
      return await this.scheduleService.takeTurn(taskId);
    } catch (error) {
      const known = translatePostgresError(error, describeConnection(this.config.databaseUrl));
      const due = job.timestamp + (job.opts.delay ?? 0);
      if (isRetryable(known) && Date.now() - due < this.config.worker.unavailableRetryMs) {
        return handBack(job, token, Date.now() + AGAIN_MS);
      }
      throw error;
    }
  }
}
