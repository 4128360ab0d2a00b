import { DataSource, type DataSourceOptions } from 'typeorm';
import { PROBE_AFTER_MS, SurvivingClient } from '#libs/postgres';
import { MIGRATIONS } from '#migrations';
import { AnomalyEntity } from './entities/anomaly.entity.js';
import { ApiKeyEntity } from './entities/api-key.entity.js';
import { AuditEntryEntity } from './entities/audit-entry.entity.js';
import { ArchiveEntity } from './entities/archive.entity.js';
import { FileChangeEntity } from './entities/file-change.entity.js';
import { EvaluationResultEntity } from './entities/evaluation-result.entity.js';
import { EvaluationEntity } from './entities/evaluation.entity.js';
import { QuestionSetEntity } from './entities/question-set.entity.js';
import { QuestionEntity } from './entities/question.entity.js';
import { EmbeddingEntity } from './entities/embedding.entity.js';
import { ExecutionEntity } from './entities/execution.entity.js';
import { ModelAnswerEntity } from './entities/model-answer.entity.js';
import { ModelCallEntity } from './entities/model-call.entity.js';
import { ModelUsageEntity } from './entities/model-usage.entity.js';
import { MonitorSampleEntity } from './entities/monitor-sample.entity.js';
import { MonitorTurnEntity } from './entities/monitor-turn.entity.js';
import { NotificationDeliveryEntity } from './entities/notification-delivery.entity.js';
import { NotificationTargetEntity } from './entities/notification-target.entity.js';
import { ModelEditEntity } from './entities/model-edit.entity.js';
import { PairReviewEntity } from './entities/pair-review.entity.js';
import { ProcessEntity } from './entities/process.entity.js';
import { StorageMarkEntity } from './entities/storage-mark.entity.js';
import { RequestCountEntity } from './entities/request-count.entity.js';
import { RetrievedPairEntity } from './entities/retrieved-pair.entity.js';
import { ScheduleEntity } from './entities/schedule.entity.js';
import { TaskLogEntity } from './entities/task-log.entity.js';
import { TaskOutputEntity } from './entities/task-output.entity.js';
import { TaskEntity } from './entities/task.entity.js';
import { VectorBackupEntity } from './entities/vector-backup.entity.js';
import { VectorOperationEntity } from './entities/vector-operation.entity.js';
import { WebhookDeliveryEntity } from './entities/webhook-delivery.entity.js';

const ENTITIES = [
  TaskEntity,
  ExecutionEntity,
  TaskLogEntity,
  TaskOutputEntity,
  FileChangeEntity,
  ModelAnswerEntity,
  ModelUsageEntity,
  ModelCallEntity,
  MonitorSampleEntity,
  MonitorTurnEntity,
  AnomalyEntity,
  WebhookDeliveryEntity,
  ApiKeyEntity,
  AuditEntryEntity,
  RequestCountEntity,
  ArchiveEntity,
  EmbeddingEntity,
  ScheduleEntity,
  VectorBackupEntity,
  VectorOperationEntity,
  NotificationTargetEntity,
  NotificationDeliveryEntity,
  ModelEditEntity,
  PairReviewEntity,
  RetrievedPairEntity,
  QuestionSetEntity,
  QuestionEntity,
  EvaluationEntity,
  EvaluationResultEntity,
  ProcessEntity,
  StorageMarkEntity,
];

export const MIGRATIONS_TABLE = 'data_pipeline_migrations';

/** Longest waits on the task database, in milliseconds. */
export interface DatabaseLimits {
  /** For a free connection, or a new one. */
  readonly connectMs: number;
  /** For the answer to a statement; absent: as long as it takes. */
  readonly answerMs?: number;
}

/** A client of the API gets an answer within seconds, whatever the database does. */
export const SHORT_WAITS: DatabaseLimits = { connectMs: 4_000, answerMs: 8_000 };
/** No statement of a worker takes a minute; without a bound, a silent database would hold it for hours. */
export const WORKER_WAITS: DatabaseLimits = { connectMs: 10_000, answerMs: 60_000 };
/** Migrations wait for each other, and change large tables. */
const LONG_WAITS: DatabaseLimits = { connectMs: 10_000 };

/** Options of the data source of the task tables. The schema changes by migrations only. */
export function dataSourceOptions(
  url: string,
  poolSize: number,
  applicationName: string,
  { connectMs, answerMs }: DatabaseLimits = LONG_WAITS,
): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    connectTimeoutMS: connectMs,
    entities: ENTITIES,
    migrations: [...MIGRATIONS],
    migrationsTableName: MIGRATIONS_TABLE,
    migrationsTransactionMode: 'each',
    synchronize: false,
    installExtensions: false,
    logging: false,
    extra: {
      Client: SurvivingClient,
      keepAlive: true,
      keepAliveInitialDelayMillis: PROBE_AFTER_MS,
      query_timeout: answerMs,
    },
  };
}

/** Key of the advisory lock under which migrations run: replicas that start together migrate once. */
export const MIGRATION_LOCK = '7023642115364209';

/**
 * Migrates the task tables to the newest version; a no-op when they are current.
 * @returns names of the migrations that ran.
 */
export async function runMigrations(url: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(url, 2, 'data-pipeline migrate')).initialize();
  try {
    const lockHolder = dataSource.createQueryRunner();
    try {
      await lockHolder.query('SELECT pg_advisory_lock($1::bigint)', [MIGRATION_LOCK]);
      const ran = await dataSource.runMigrations();
      return ran.map(({ name }) => name);
    } finally {
      await lockHolder
        .query('SELECT pg_advisory_unlock($1::bigint)', [MIGRATION_LOCK])
        .finally(() => lockHolder.release());
    }
  } finally {
    await dataSource.destroy();
  }
}

/** Names of the migrations that `runMigrations` would run, oldest first. Reads only. */
export async function pendingMigrations(url: string): Promise<string[]> {
  return (await migrationState(url)).pending;
}

export interface MigrationState {
  /** Oldest first. */
  readonly pending: string[];
  /** Migrations of the database that this version does not know: a newer version made them. */
  readonly newer: string[];
}

/** How the task tables stand to this version. Reads only. */
export async function migrationState(url: string): Promise<MigrationState> {
  const dataSource = await new DataSource(dataSourceOptions(url, 1, 'data-pipeline migration check')).initialize();
  try {
    const [{ known }] = await dataSource.query<[{ known: boolean }]>('SELECT to_regclass($1) IS NOT NULL AS known', [
      MIGRATIONS_TABLE,
    ]);
    const rows = known ? await dataSource.query<{ name: string }[]>(`SELECT name FROM ${MIGRATIONS_TABLE}`) : [];
    const ran = new Set(rows.map(({ name }) => name));
    const own = new Set(MIGRATIONS.map((Migration) => new Migration().name));
    return {
      pending: [...own].filter((name) => !ran.has(name)),
      newer: [...ran].filter((name) => !own.has(name)),
    };
  } finally {
    await dataSource.destroy();
  }
}

/** Whether a schema of this name would be searched before the others, because it has the name of the role. */
export async function searchesOwnSchema(url: string, schema: string): Promise<boolean> {
  const dataSource = await new DataSource(dataSourceOptions(url, 1, 'data-pipeline migration check')).initialize();
  try {
    const [{ own }] = await dataSource.query<[{ own: boolean }]>(
      `SELECT current_user = $1 AND current_setting('search_path') LIKE '%$user%' AS own`,
      [schema],
    );
    return own;
  } finally {
    await dataSource.destroy();
  }
}

/** Statements that would still be needed to make the database match the entities; empty when there is no drift. */
export async function schemaDrift(url: string): Promise<string[]> {
  const dataSource = await new DataSource(dataSourceOptions(url, 2, 'data-pipeline drift check')).initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}
