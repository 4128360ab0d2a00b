import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TurnRepository } from '#libs/database';
import { nextRun } from '#libs/tasks';
import { BackupCatalog, overviewOf } from '#libs/vector-backup';
import { badBackups, sizeJumps, type BackupObservation } from './backup-observation.js';

/** A scheduled backup may take so long. */
const GRACE_MS = 3_600_000;
/** Longer than any installation lives: the turn is taken once. */
const ONCE_MS = 1e13;

/** Reads what the rules about backups look at. */
@Injectable()
export class BackupObservationReader {
  private readonly logger = new Logger(BackupObservationReader.name);

  constructor(
    private readonly catalog: BackupCatalog,
    private readonly turnRepository: TurnRepository,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async read(): Promise<BackupObservation> {
    // Not awaited: a bucket may be slow, and the rows are there.
    void this.catalog.refreshDue().catch((error: Error) => {
      this.logger.warn(`the backups were not listed: ${error.message}`);
    });
    const { alerts, verifySchedule } = this.config.vectorBackup;
    const now = new Date();
    const rows = await this.catalog.all();
    const overview = overviewOf(rows, now);
    const newest = overview.newest?.backup.startedAt.getTime() ?? 0;
    const from = new Date(Math.max(newest, await this.expectedSince()));
    return {
      overview,
      waitedSeconds: Math.max(0, (now.getTime() - from.getTime()) / 1000),
      overdueAfterSeconds: this.overdueAfter(from),
      unverifiedAfterSeconds: alerts.maxUnverifiedHours === null ? null : alerts.maxUnverifiedHours * 3_600,
      verifiesInTurn: verifySchedule !== null,
      bad: badBackups(rows),
      jumps: alerts.jumpPercent === null ? [] : sizeJumps(rows, alerts.jumpPercent, now),
    };
  }

  /** The second time of the schedule that has passed, with time for the backup itself: one missed backup is no alarm. */
  private overdueAfter(from: Date): number | null {
    const { alerts, schedule } = this.config.vectorBackup;
    if (alerts.maxAgeHours !== null) {
      return alerts.maxAgeHours * 3_600;
    }
    if (schedule === null) {
      return null;
    }
    const { timeZone } = this.config;
    const second = nextRun(schedule, timeZone, nextRun(schedule, timeZone, from));
    return (second.getTime() + GRACE_MS - from.getTime()) / 1000;
  }

  /** When these settings were first seen: before, no backup was expected. 0 where none is. */
  private async expectedSince(): Promise<number> {
    const { alerts, schedule } = this.config.vectorBackup;
    if (alerts.maxAgeHours === null && schedule === null) {
      return 0;
    }
    const settings = createHash('sha256').update(`${alerts.maxAgeHours} ${schedule}`).digest('hex').slice(0, 16);
    const work = `backups since ${settings}`;
    await this.turnRepository.take(work, ONCE_MS);
    return (await this.turnRepository.lastTimes([work])).get(work)?.at.getTime() ?? 0;
  }
}
