import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Not, type Repository } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TurnRepository, VectorBackupEntity } from '#libs/database';
import { BackupCopies } from '../copy/backup-copies.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { overviewOf, type BackupOverview } from './backup-overview.js';
import { backupRow } from './backup-row.js';

const REFRESH_TURN = 'vector_backup_catalog';
/** Operations refresh the folder that they change. This finds what people and other programs did to the files. */
const REFRESH_EVERY_MS = 3_600_000;

/** Rows that say what the folders of backups hold, so that monitoring does not list a bucket every few seconds. */
@Injectable()
export class BackupCatalog {
  private readonly logger = new Logger(BackupCatalog.name);

  constructor(
    @InjectRepository(VectorBackupEntity) private readonly rows: Repository<VectorBackupEntity>,
    private readonly locations: BackupLocations,
    private readonly copies: BackupCopies,
    private readonly turnRepository: TurnRepository,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** Oldest first. */
  all(): Promise<VectorBackupEntity[]> {
    return this.rows.find({ order: { startedAt: 'ASC', timestamp: 'ASC' } });
  }

  async overview(): Promise<BackupOverview> {
    return overviewOf(await this.all(), new Date());
  }

  /** @param taskId null: the folder of all. @throws DomainError `vector_storage_failed` */
  async refresh(taskId: string | null): Promise<void> {
    const location = taskId ?? '';
    const [found] = await this.copies.list({ globalOnly: taskId === null, taskId });
    const backups = (found?.backups ?? []).filter(({ storage }) => storage === 'first');
    await this.rows.manager.transaction(async (manager) => {
      const known = new Map(
        (await manager.findBy(VectorBackupEntity, { location })).map((row) => [row.timestamp, row]),
      );
      const values = backups.map((backup) =>
        backupRow(backup, location, this.config.vectorDatabaseUrl, known.get(backup.timestamp) ?? null),
      );
      const present = values.map(({ timestamp }) => timestamp);
      await manager.delete(VectorBackupEntity, { location, timestamp: Not(In(present)) });
      if (values.length > 0) {
        // `checked_at` is not in the files, so it stays.
        await manager.upsert(VectorBackupEntity, values, ['location', 'timestamp']);
      }
    });
  }

  /** The same for every folder. */
  async refreshAll(): Promise<void> {
    const tasks = await this.locations.tasks();
    for (const taskId of [null, ...tasks]) {
      await this.refresh(taskId);
    }
    await this.rows.delete({ location: Not(In(['', ...tasks])) });
  }

  /** The same, once an hour for the whole installation. */
  async refreshDue(): Promise<void> {
    if (await this.turnRepository.take(REFRESH_TURN, REFRESH_EVERY_MS)) {
      await this.refreshAll();
    }
  }

  /** After an operation: what it did is recorded by its own row, so that a failure here is made up for later. */
  async refreshAfter(taskId: string | null): Promise<void> {
    await this.refresh(taskId).catch((error: Error) => {
      this.logger.warn(`the backups of ${this.locations.relativePath(taskId)} were not listed: ${error.message}`);
    });
  }

  /** Notes an attempt to verify a backup, whatever came out. */
  async checked(taskId: string | null, timestamp: string): Promise<void> {
    await this.rows.update({ location: taskId ?? '', timestamp }, { checkedAt: () => 'now()' });
  }

  /**
   * The backup whose verification is next: one that was never tried, the newest first, or else the one that was tried
   * longest ago. Backups that are known to be bad are left out.
   */
  async nextToVerify(): Promise<{ taskId: string | null; timestamp: string } | null> {
    const row = await this.rows
      .createQueryBuilder('backup')
      .where('backup.problem IS NULL AND backup.is_own')
      .orderBy('GREATEST(backup.checked_at, backup.verified_at)', 'ASC', 'NULLS FIRST')
      .addOrderBy('backup.startedAt', 'DESC')
      .getOne();
    return row === null ? null : { taskId: row.location === '' ? null : row.location, timestamp: row.timestamp };
  }
}
