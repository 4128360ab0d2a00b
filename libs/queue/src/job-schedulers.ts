import { Inject, Injectable } from '@nestjs/common';
import type { JobSchedulerJson } from 'bullmq';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { QueueName } from '#libs/pipeline';
import { JOB_CONTRACT, type ScheduledRunJob, type VectorOperationJob } from './job-contracts.js';
import { JobQueue } from './job-queue.js';

const SWEEP = 'sweep';
const SCHEDULED_BACKUP = 'scheduled_backup';
const SCHEDULED_VERIFICATION = 'scheduled_verification';

/** A cron expression and the IANA zone in which it is read. */
export interface Recurrence {
  readonly cron: string;
  readonly timeZone: string;
}

/**
 * What the queue starts by itself at given times. A scheduler counts as present only with the job of its next instant:
 * without that job it never fires again.
 */
@Injectable()
export class JobSchedulers {
  constructor(
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Runs the task at every instant of the expression, once per installation; replaces an earlier schedule. */
  async scheduleRuns(taskId: string, { cron, timeZone }: Recurrence): Promise<void> {
    const data: ScheduledRunJob = { version: JOB_CONTRACT, taskId };
    const template = { name: 'scheduled_run', data, opts: this.queue.optionsOf('schedules') };
    await this.queue.use('schedules', (queue) =>
      queue.upsertJobScheduler(taskId, { pattern: cron, tz: timeZone }, template),
    );
  }

  async unscheduleRuns(taskId: string): Promise<void> {
    await this.queue.use('schedules', (queue) => queue.removeJobScheduler(taskId));
  }

  /** Tasks that the queue runs by itself. */
  async scheduledRuns(): Promise<(Recurrence & { readonly taskId: string })[]> {
    const schedulers = await this.present('schedules');
    return schedulers.map(({ key, pattern, tz }) => ({ taskId: key, cron: pattern ?? '', timeZone: tz ?? '' }));
  }

  /** One run of the task now, for an instant that passed while the queue had no scheduler. A no-op if repeated. */
  async runMissed(taskId: string, due: Date): Promise<void> {
    const data: ScheduledRunJob = { version: JOB_CONTRACT, taskId };
    const opts = { ...this.queue.optionsOf('schedules'), jobId: `missed_${taskId}_${due.getTime()}` };
    await this.queue.use('schedules', (queue) => queue.add('scheduled_run', data, opts));
  }

  /** A backup at every instant of the cron expression, once for the whole installation; null takes the schedule away. */
  async scheduleVectorBackups(cron: string | null, timeZone: string): Promise<void> {
    await this.scheduleVectorWork(SCHEDULED_BACKUP, { version: JOB_CONTRACT }, cron, timeZone);
  }

  /** A verification of one old backup at every instant; null takes the schedule away. */
  async scheduleVerifications(cron: string | null, timeZone: string): Promise<void> {
    await this.scheduleVectorWork(
      SCHEDULED_VERIFICATION,
      { version: JOB_CONTRACT, work: 'verification' },
      cron,
      timeZone,
    );
  }

  async areVectorBackupsScheduled(): Promise<boolean> {
    return (await this.present('vector_backup')).some(({ key }) => key === SCHEDULED_BACKUP);
  }

  async areVerificationsScheduled(): Promise<boolean> {
    return (await this.present('vector_backup')).some(({ key }) => key === SCHEDULED_VERIFICATION);
  }

  /** One backup now, for an instant that passed while the queue had no scheduler. A no-op if repeated. */
  async backUpMissed(due: Date): Promise<void> {
    const data: VectorOperationJob = { version: JOB_CONTRACT };
    const opts = { ...this.queue.optionsOf('vector_backup'), jobId: `missed_backup_${due.getTime()}` };
    await this.queue.use('vector_backup', (queue) => queue.add('vector_operation', data, opts));
  }

  /** One sweep every `config.worker.sweepIntervalMs` for the whole installation, whatever the number of workers. */
  async scheduleSweep(): Promise<void> {
    const opts = { attempts: 1, removeOnComplete: { count: 50 }, removeOnFail: { count: 200 } };
    const template = { name: 'sweep', data: { version: JOB_CONTRACT }, opts };
    await this.queue.use('maintenance', (queue) =>
      queue.upsertJobScheduler(SWEEP, { every: this.config.worker.sweepIntervalMs }, template),
    );
  }

  async isSweepScheduled(): Promise<boolean> {
    return (await this.present('maintenance')).some(({ key }) => key === SWEEP);
  }

  private async scheduleVectorWork(
    key: string,
    data: VectorOperationJob,
    cron: string | null,
    timeZone: string,
  ): Promise<void> {
    const template = { name: 'vector_operation', data, opts: this.queue.optionsOf('vector_backup') };
    await this.queue.use('vector_backup', async (queue) => {
      if (cron === null) {
        await queue.removeJobScheduler(key);
      } else {
        await queue.upsertJobScheduler(key, { pattern: cron, tz: timeZone }, template);
      }
    });
  }

  /** A scheduler that passes to its next instant between the two reads looks absent, but not twice in a row. */
  private async present(name: QueueName): Promise<JobSchedulerJson[]> {
    const first = await this.withNextJob(name);
    if (first.absent.length === 0) {
      return first.present;
    }
    const second = await this.withNextJob(name);
    const known = new Set(second.present.map(({ key }) => key));
    return [...second.present, ...first.present.filter(({ key }) => !known.has(key))];
  }

  private withNextJob(name: QueueName): Promise<{ present: JobSchedulerJson[]; absent: JobSchedulerJson[] }> {
    return this.queue.use(name, async (queue) => {
      const schedulers = await queue.getJobSchedulers(0, -1);
      const jobs = await queue.getJobs(['delayed', 'wait', 'prioritized', 'active'], 0, -1);
      const ids = new Set(jobs.map(({ id }) => id));
      const hasJob = ({ key, next }: JobSchedulerJson): boolean => ids.has(`repeat:${key}:${next}`);
      return { present: schedulers.filter(hasJob), absent: schedulers.filter((scheduler) => !hasJob(scheduler)) };
    });
  }
}
