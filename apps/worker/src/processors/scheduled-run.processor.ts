import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Job } from 'bullmq';
import { QUEUE_SETTINGS, scheduledRunJobSchema } from '#libs/queue';
import { SchedulesService, type ScheduledTurn } from '#libs/tasks';
import { workerOptions } from './worker-options.js';

/** Starts the scheduled run of a task. */
@Injectable()
@Processor('schedules', workerOptions(QUEUE_SETTINGS.schedules))
export class ScheduledRunProcessor extends WorkerHost {
  constructor(private readonly scheduleService: SchedulesService) {
    super();
  }

  override async process(job: Job): Promise<ScheduledTurn> {
    return this.scheduleService.takeTurn(scheduledRunJobSchema.parse(job.data).taskId);
  }
}
