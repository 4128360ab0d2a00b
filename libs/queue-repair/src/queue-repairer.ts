import { setTimeout as sleep } from 'node:timers/promises';
import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { QUEUE_LOST_TURN, SWEEP_TURN, TurnRepository } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { JobSchedulers } from '#libs/queue';
import { nextRun } from '#libs/tasks';
import { queueRepairErrors } from './errors.js';
import { Sweep } from './sweep.js';

/** Injection token: whether this process takes the jobs of vector backups, and so restores their schedule. */
export const RUNS_BACKUPS = Symbol('runs vector backups');

const START_LIMIT_MS = 3_000;
const REPAIR_LIMIT_MS = 120_000;

/**
 * Restores the queue from the rows, whatever Redis has forgotten. It runs in every process, by a timer of its own: a
 * repair that is a job of the queue is lost with the queue. One process at a time repairs, elected by PostgreSQL.
 *
 * The scheduler of the sweep is the sign of a whole queue. It is restored last, so its presence means that everything
 * before it was restored too. Losses that leave the sign are found by the next sweep.
 */
@Injectable()
export class QueueRepairer implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(QueueRepairer.name);
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private stopped = false;
  private backupsSeenAt: Date | null = null;

  constructor(
    private readonly schedulers: JobSchedulers,
    private readonly sweep: Sweep,
    private readonly turnRepository: TurnRepository,
    @Inject(RUNS_BACKUPS) private readonly runsBackups: boolean,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** The first look is a part of the start, unless there is much to restore. */
  async onApplicationBootstrap(): Promise<void> {
    this.beating = this.beat();
    this.timer = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, this.config.worker.queueCheckMs);
    this.timer.unref();
    await Promise.race([this.beating, sleep(START_LIMIT_MS, undefined, { ref: false })]);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    await this.beating;
  }

  /** One heartbeat. A service that is unreachable costs a heartbeat, never the process. */
  async beat(): Promise<void> {
    if (this.stopped) {
      return;
    }
    try {
      await this.restoreBackupSchedule();
      const isWhole = await this.schedulers.isSweepScheduled();
      if (!isWhole) {
        await this.repair();
      } else if (await this.isSweepOverdue()) {
        await this.turnRepository.alone('queue_repair', REPAIR_LIMIT_MS, async () => void (await this.sweep.run()));
      }
    } catch (error) {
      this.logger.warn(`the queue was not checked this time: ${(error as Error).message}`);
    }
  }

  /** @throws DomainError `queue_not_repaired`, `queue_not_checked`, `queue_unreachable` */
  async requireRepaired(): Promise<void> {
    if (!(await this.schedulers.isSweepScheduled())) {
      throw new DomainError(queueRepairErrors.queue_not_repaired);
    }
    const age = await this.sweepAgeMs();
    if (age !== null && age > this.config.worker.sweepOverdueMs) {
      throw new DomainError(queueRepairErrors.queue_not_checked, { seconds: Math.round(age / 1000) });
    }
  }

  private async repair(): Promise<void> {
    await this.turnRepository.alone('queue_repair', REPAIR_LIMIT_MS, async () => {
      if (await this.schedulers.isSweepScheduled()) {
        return;
      }
      await this.turnRepository.mark(QUEUE_LOST_TURN);
      const { requeued } = await this.sweep.run();
      await this.schedulers.scheduleSweep();
      this.logger.warn(`the queue was empty or new: restored it, with ${requeued.length} lost jobs`);
    });
  }

  /** The queue runs the sweep by itself. If it does not, because no worker takes it, this process does. */
  private async isSweepOverdue(): Promise<boolean> {
    const age = await this.sweepAgeMs();
    return age === null || age > this.config.worker.sweepIntervalMs + this.config.worker.queueCheckMs;
  }

  private async sweepAgeMs(): Promise<number | null> {
    return (await this.turnRepository.lastTimes([SWEEP_TURN])).get(SWEEP_TURN)?.ageMs ?? null;
  }

  /** The schedule comes from the environment of the workers that run backups, so only they know it. */
  private async restoreBackupSchedule(): Promise<void> {
    const { schedule, verifySchedule } = this.config.vectorBackup;
    if (!this.runsBackups) {
      return;
    }
    // A verification that was missed is not made up for: the next one takes the same backup.
    if (verifySchedule !== null && !(await this.schedulers.areVerificationsScheduled())) {
      await this.schedulers.scheduleVerifications(verifySchedule, this.config.timeZone);
    }
    if (schedule === null) {
      return;
    }
    const now = new Date();
    if (!(await this.schedulers.areVectorBackupsScheduled())) {
      await this.schedulers.scheduleVectorBackups(schedule, this.config.timeZone);
      const due = this.backupsSeenAt && nextRun(schedule, this.config.timeZone, this.backupsSeenAt);
      if (due !== null && due <= now) {
        await this.schedulers.backUpMissed(due);
      }
    }
    this.backupsSeenAt = now;
  }
}
