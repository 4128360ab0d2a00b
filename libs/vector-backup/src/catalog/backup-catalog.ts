import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, type EntityManager, type Repository } from 'typeorm';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TurnRepository, VectorBackupEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { BackupCopies } from '../copy/backup-copies.js';
import { vectorBackupErrors } from '../errors.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { VectorOperationRepository } from '../operations/vector-operation.repository.js';
import { overviewOf, type BackupOverview } from './backup-overview.js';
import { backupRow, type BackupRow } from './backup-row.js';

const REFRESH_TURN = 'vector_backup_catalog';
/** Operations refresh the folder that they change. This finds what people and other programs did to the files. */
const REFRESH_EVERY_MS = 3_600_000;

type At = Pick<VectorBackupEntity, 'location'>;

/** Rows that say what the folders of backups hold, so that monitoring does not list a bucket every few seconds. */
@Injectable()
export class BackupCatalog {
  private readonly logger = new Logger(BackupCatalog.name);

  constructor(
    @InjectRepository(VectorBackupEntity) private readonly rows: Repository<VectorBackupEntity>,
    private readonly locations: BackupLocations,
    private readonly copies: BackupCopies,
    private readonly operations: VectorOperationRepository,
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
    // Only what was known before the look is missing after it: backups that end meanwhile are not of this list.
    const known = new Map((await this.rows.findBy({ location })).map((row) => [row.timestamp, row]));
    const [found] = await this.copies.list({ globalOnly: taskId === null, taskId });
    const backups = (found?.backups ?? []).filter(({ storage }) => storage === 'first');
    const values = backups.map((backup) =>
      backupRow(backup, location, this.config.vectorDatabaseUrl, known.get(backup.timestamp) ?? null),
    );
    const present = new Set(values.map(({ timestamp }) => timestamp));
    const gone = [...known.keys()].filter((timestamp) => !present.has(timestamp));
    await this.rows.manager.transaction(async (manager) => {
      await manager.delete(VectorBackupEntity, { location, timestamp: In(gone) });
      await upsert(manager, values);
      await remember(
        manager,
        values.filter(({ timestamp }) => (known.get(timestamp)?.encryptionKeyId ?? null) === null),
      );
    });
  }

  /** The same for every folder. */
  async refreshAll(): Promise<void> {
    const known = await this.rows.createQueryBuilder('b').select('b.location', 'location').distinct().getRawMany<At>();
    const tasks = await this.locations.tasks();
    for (const taskId of [null, ...tasks]) {
      await this.refresh(taskId);
    }
    const present = new Set(['', ...tasks]);
    const gone = known.map(({ location }) => location).filter((location) => !present.has(location));
    await this.rows.delete({ location: In(gone) });
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

  /**
   * Forgets that a backup was encrypted when it was made, for an operator who put other files in its place.
   * @returns the key that was remembered
   * @throws DomainError `vector_backup_not_found` where none was
   */
  async forgetEncryption(taskId: string | null, timestamp: string): Promise<string> {
    const keyId = (await this.operations.encryptionKeys(taskId)).get(timestamp);
    if (keyId === undefined) {
      throw new DomainError(vectorBackupErrors.vector_backup_not_found, { missing: timestamp });
    }
    await this.operations.forgetEncryption(taskId, timestamp);
    await this.refreshAfter(taskId);
    return keyId;
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

/** Columns that are not in the files, or not to be taken from them twice. */
const KEPT: ReadonlySet<keyof VectorBackupEntity> = new Set(['location', 'timestamp', 'checkedAt', 'encryptionKeyId']);

async function upsert(manager: EntityManager, values: readonly BackupRow[]): Promise<void> {
  if (values.length === 0) {
    return;
  }
  const { columns } = manager.getRepository(VectorBackupEntity).metadata;
  const written = columns.filter(({ propertyName }) => !KEPT.has(propertyName as keyof VectorBackupEntity));
  await manager
    .createQueryBuilder()
    .insert()
    .into(VectorBackupEntity)
    .values([...values])
    .orUpdate(
      written.map(({ databaseName }) => databaseName),
      ['location', 'timestamp'],
    )
    .execute();
}

/** The first key that was proven stays, whoever writes later and whatever was read before. */
async function remember(manager: EntityManager, values: readonly BackupRow[]): Promise<void> {
  for (const { location, timestamp, encryptionKeyId } of values.filter((row) => row.encryptionKeyId !== null)) {
    const unknown = { location, timestamp, encryptionKeyId: IsNull() };
    await manager.update(VectorBackupEntity, unknown, { encryptionKeyId });
  }
}
