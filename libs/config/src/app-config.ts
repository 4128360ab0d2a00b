import type { QueueName } from '#libs/pipeline';
import type { AnomalyLimits } from './anomaly-limits.js';

export interface ModelConfig {
  readonly baseUrl: string;
  readonly model: string;
  /** Empty where the endpoint needs none. */
  readonly apiKey: string;
}

export interface ChatConfig extends ModelConfig {
  /** Of a million tokens, in one currency; null: usage has no cost. */
  readonly prices: { readonly input: number; readonly output: number } | null;
  /** Absent: the endpoint's own. */
  readonly temperature?: number | undefined;
  /** Of one answer; absent: the endpoint's own limit. */
  readonly maxOutputTokens?: number | undefined;
  /** Per attempt. */
  readonly timeoutMs: number;
  /** Shared by all workers; null: unlimited. */
  readonly limits: {
    readonly concurrency: number;
    readonly requestsPerMinute: number | null;
    readonly tokensPerMinute: number | null;
  };
}

export interface EmbeddingConfig extends ModelConfig {
  /** Absent: as many as the endpoint makes. */
  readonly dimensions?: number | undefined;
  /** Of questions; `model` is that of documents. */
  readonly queryModel: string;
  readonly queryPrefix: string;
  readonly documentPrefix: string;
  /** Per attempt. */
  readonly timeoutMs: number;
  /** Texts in one request at most. */
  readonly batchSize: number;
  /** Requests of one worker process under way at the same time at most. */
  readonly concurrency: number;
}

/** The configuration in the shape in which the product uses it; null URLs mean "embedded". */
export interface AppConfig {
  readonly databaseUrl: string | null;
  readonly queueUrl: string | null;
  /** Redis key prefix, or schema name on Postgres: two installations may share a server. */
  readonly queuePrefix: string;
  readonly businessDatabaseUrl: string | null;
  /** `host` or `host:port` that `db_connection` may name in addition to the configured business database. */
  readonly businessDatabaseHosts: readonly string[];
  readonly vectorDatabaseUrl: string | null;
  readonly databasePoolSize: number;
  /** Absolute; everything that this installation keeps on disk, unless another setting moves it. */
  readonly dataDirectory: string;
  /** One folder a task. */
  readonly storage: StorageConfig;
  /** Absolute; `table_list_file` of a task is looked up here and nowhere else. */
  readonly tableListDirectory: string;
  readonly chat: ChatConfig | null;
  /** Null: the built-in embedder. */
  readonly embedding: EmbeddingConfig | null;
  readonly apiKeys: readonly string[];
  readonly secretKey: string | null;
  readonly host: string;
  readonly port: number;
  /** Proxies whose `X-Forwarded-For` header is trusted (none by default). */
  readonly trustedProxies: readonly string[];
  readonly bodyLimitBytes: number;
  readonly timeZone: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  /** Requests that one API key may send in a minute, to all api processes together; 0: unlimited. */
  readonly rateLimitPerMinute: number;
  /** Unknown keys, or failed logins, of one address; 0: any number. */
  readonly wrongKeysPerMinute: number;
  readonly auditRetentionDays: number;
  /** Null: nothing is traced. */
  readonly telemetry: TelemetryConfig | null;
  readonly vectorBackup: VectorBackupConfig;
  readonly monitor: MonitorConfig;
  readonly worker: WorkerConfig;
}

/** Where the files of tasks and the backups are. */
export type StorageConfig =
  | {
      readonly kind: 'folder';
      /** Absolute. */
      readonly directory: string;
    }
  | ({ readonly kind: 's3' } & S3Config);

export interface S3Config {
  readonly bucket: string;
  /** Folders inside the bucket, joined by `/`; empty: the bucket itself. */
  readonly prefix: string;
  /** Of a server other than Amazon's. */
  readonly endpoint: string | null;
  readonly region: string;
  /** The bucket is in the path of requests, not in the name of the host. */
  readonly pathStyle: boolean;
  /** Null: as the AWS SDK finds them (profile, role of the container or machine). */
  readonly credentials: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string | null;
  } | null;
}

export interface VectorBackupConfig {
  /** How long a request waits for its result before it answers 202. */
  readonly waitMs: number;
  /** Which backups each folder keeps: those that any rule keeps; all null keeps all. */
  readonly retention: {
    /** The newest ones. */
    readonly keep: number | null;
    readonly keepDays: number | null;
    /** The newest one of each of the last days, ISO weeks and months. */
    readonly keepDaily: number | null;
    readonly keepWeekly: number | null;
    readonly keepMonthly: number | null;
  };
  /** Cron expression of scheduled backups; null: none. */
  readonly schedule: string | null;
  /** Cron expression of the verifications of old backups, one at each instant; null: none. */
  readonly verifySchedule: string | null;
  /** When monitoring reports backups; null: never. */
  readonly alerts: {
    /** Age of the newest backup; null: by the schedule. */
    readonly maxAgeHours: number | null;
    readonly maxUnverifiedHours: number | null;
    /** By how much rows or bytes of a backup may differ from those before it. */
    readonly jumpPercent: number | null;
  };
  /** `host` or `host:port` that `db_connection` may name in addition to the configured vector database. */
  readonly allowedHosts: readonly string[];
  readonly lockTimeoutMs: number;
  /** Where a second copy of each backup goes; null: nowhere. */
  readonly copy: StorageConfig | null;
  /** `AGE-SECRET-KEY-1…`, encrypts new backups; null: they are not encrypted. */
  readonly key: string | null;
  /** Of backups that are there. */
  readonly oldKeys: readonly string[];
}

export interface MonitorConfig {
  readonly intervalMs: number;
  readonly retentionDays: number;
  readonly limits: AnomalyLimits;
  /** Receiver of anomalies; null: none. */
  readonly webhook: WebhookConfig | null;
  /** Hosts of notifications that may have a private address. */
  readonly webhookAllowedHosts: readonly string[];
}

export interface WebhookConfig {
  readonly url: string;
  /** Signs the sent message. */
  readonly secret: string;
  /** Hosts that may have a private address; every other target must be public. */
  readonly allowedHosts: readonly string[];
}

export interface TelemetryConfig {
  /** Of OTLP over HTTP; traces go to `/v1/traces` below it. */
  readonly endpoint: string;
  /** Of the traces that begin here, 0 to 1. */
  readonly sampledShare: number;
}

export interface WorkerConfig {
  readonly queues: readonly QueueName[];
  /** Port of /live, /ready and /metrics, on every interface; null: none. */
  readonly healthPort: number | null;
  /** Absolute; written again and again while the worker is ready. Null: none. */
  readonly healthFile: string | null;
  readonly concurrency: number;
  /** Attempts at a step before a defect is final. */
  readonly stepAttempts: number;
  /** The longest outage of a service that a step waits for. */
  readonly unavailableRetryMs: number;
  readonly leaseMs: number;
  readonly shutdownGraceMs: number;
  /** A self-check below it is reported as weak, 0 to 100. */
  readonly selfCheckMinPercent: number;
  /** Seconds of the business database for the proofs of the pairs of a task; half of it on perturbed copies. */
  readonly proofSeconds: number;
  readonly zombieAfterMs: number;
  readonly sweepIntervalMs: number;
  /** Between two looks of a process whether the queue still has its data. */
  readonly queueCheckMs: number;
  /** Age of the newest sweep at which lost jobs are no longer certain to be restored. */
  readonly sweepOverdueMs: number;
}

/** The configuration once every service has an address. */
export type ResolvedConfig = AppConfig & {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly businessDatabaseUrl: string;
  readonly vectorDatabaseUrl: string;
  /** Services that are embedded, because the environment names none. */
  readonly embedded?: { readonly tasks: boolean; readonly business: boolean };
};

/** Injection token of the `ResolvedConfig`. */
export const CONFIG = Symbol('config');
