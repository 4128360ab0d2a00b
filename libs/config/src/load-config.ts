import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { ConfigurationError, type ConfigurationProblem } from './configuration-error.js';
import type { AppConfig, ModelConfig } from './app-config.js';
import { copyStorageConfig, storageConfig, storageProblems } from './storage-url.js';
import { isQueueName } from '#libs/pipeline';
import { environmentSchema, type Environment, type EnvironmentVariable } from './variables.js';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The whole configuration of a process, from its environment. An empty variable counts as unset.
 * @throws ConfigurationError with every problem at once.
 */
export function loadConfig(variables: Variables): AppConfig {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  const problems: ConfigurationProblem[] = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({ variable: String(path[0]), message }));
  problems.push(
    ...togetherProblems(given),
    ...embeddingProblems(given),
    ...storageProblems(given, parsed.success ? resolve(parsed.data.DATA_DIRECTORY) : null),
    ...hostProblems(given),
  );
  if (!parsed.success || problems.length > 0) {
    throw new ConfigurationError(problems);
  }
  return shape(parsed.data, given);
}

/** The built-in embedder has one side. */
const EMBEDDING_SIDES = ['EMBEDDING_QUERY_MODEL', 'EMBEDDING_QUERY_PREFIX', 'EMBEDDING_DOCUMENT_PREFIX'] as const;

/** Variables that mean something only together. */
function togetherProblems(given: Variables): ConfigurationProblem[] {
  const groups: readonly (readonly EnvironmentVariable[])[] = [
    ['LLM_BASE_URL', 'LLM_MODEL'],
    ['LLM_INPUT_PRICE', 'LLM_OUTPUT_PRICE'],
    ['EMBEDDING_BASE_URL', 'EMBEDDING_MODEL'],
    ['ANOMALY_WEBHOOK_URL', 'ANOMALY_WEBHOOK_SECRET'],
    ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
  ];
  return groups.flatMap((group) => {
    const missing = group.filter((name) => given[name] === undefined);
    return missing.length === 0 || missing.length === group.length
      ? []
      : missing.map((variable) => ({
          variable,
          message: `expected, because ${group.filter((name) => given[name] !== undefined).join(' and ')} is set`,
        }));
  });
}

/** Settings of an endpoint, without one. */
function embeddingProblems(given: Variables): ConfigurationProblem[] {
  const useless = given['EMBEDDING_BASE_URL'] === undefined ? EMBEDDING_SIDES : [];
  return useless
    .filter((name) => given[name] !== undefined)
    .map((variable) => ({ variable, message: 'expected with EMBEDDING_BASE_URL only' }));
}

/** Without keys the API is for this machine only. */
function hostProblems(given: Variables): ConfigurationProblem[] {
  const host = given['HOST'];
  const hasKeys = (given['API_KEYS'] ?? '').split(',').some((key) => key.trim() !== '');
  return host === undefined || hasKeys || isLoopback(host)
    ? []
    : [
        {
          variable: 'HOST',
          message: 'expected 127.0.0.1, ::1 or localhost while API_KEYS is not set; set API_KEYS to listen elsewhere',
        },
      ];
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function shape(environment: Environment, given: Variables): AppConfig {
  const dataDirectory = resolve(environment.DATA_DIRECTORY);
  return {
    databaseUrl: environment.DATABASE_URL ?? null,
    queueUrl: environment.QUEUE_URL ?? null,
    queuePrefix: environment.QUEUE_PREFIX,
    businessDatabaseUrl: environment.BUSINESS_DATABASE_URL ?? null,
    businessDatabaseHosts: environment.BUSINESS_DATABASE_HOSTS,
    vectorDatabaseUrl: environment.VECTOR_DATABASE_URL ?? null,
    databasePoolSize: environment.DATABASE_POOL_SIZE,
    dataDirectory,
    storage: storageConfig(given, dataDirectory),
    tableListDirectory: resolve(environment.TABLE_LIST_DIRECTORY ?? resolve(dataDirectory, 'tables')),
    chat: chat(environment),
    embedding: embedding(environment),
    apiKeys: environment.API_KEYS,
    secretKey: environment.SECRET_KEY ?? null,
    host: environment.HOST,
    port: environment.PORT,
    trustedProxies: environment.TRUSTED_PROXIES,
    bodyLimitBytes: environment.BODY_LIMIT_BYTES,
    timeZone: environment.APP_TIMEZONE,
    logLevel: environment.LOG_LEVEL,
    rateLimitPerMinute: environment.RATE_LIMIT_PER_MINUTE,
    wrongKeysPerMinute: environment.WRONG_KEYS_PER_MINUTE,
    auditRetentionDays: environment.AUDIT_RETENTION_DAYS,
    vectorBackup: {
      waitMs: environment.VECTOR_BACKUP_WAIT * 1000,
      retention: {
        keep: environment.VECTOR_BACKUP_KEEP ?? null,
        keepDays: environment.VECTOR_BACKUP_KEEP_DAYS ?? null,
        keepDaily: environment.VECTOR_BACKUP_KEEP_DAILY ?? null,
        keepWeekly: environment.VECTOR_BACKUP_KEEP_WEEKLY ?? null,
        keepMonthly: environment.VECTOR_BACKUP_KEEP_MONTHLY ?? null,
      },
      schedule: environment.VECTOR_BACKUP_SCHEDULE ?? null,
      verifySchedule:
        environment.VECTOR_BACKUP_VERIFY_SCHEDULE === 'off' ? null : environment.VECTOR_BACKUP_VERIFY_SCHEDULE,
      alerts: {
        maxAgeHours: environment.VECTOR_BACKUP_MAX_AGE_HOURS ?? null,
        maxUnverifiedHours: environment.VECTOR_BACKUP_MAX_UNVERIFIED_HOURS || null,
        jumpPercent: environment.VECTOR_BACKUP_JUMP_PERCENT || null,
      },
      allowedHosts: environment.VECTOR_BACKUP_HOSTS,
      lockTimeoutMs: environment.VECTOR_BACKUP_LOCK_TIMEOUT * 1000,
      copy: copyStorageConfig(given),
      key: environment.VECTOR_BACKUP_KEY ?? null,
      oldKeys: environment.VECTOR_BACKUP_OLD_KEYS,
    },
    monitor: {
      intervalMs: environment.MONITOR_INTERVAL_SECONDS * 1000,
      retentionDays: environment.MONITOR_RETENTION_DAYS,
      limits: environment.ANOMALY_LIMITS,
      webhook: webhook(environment),
      webhookAllowedHosts: environment.WEBHOOK_ALLOWED_HOSTS,
    },
    worker: {
      queues: environment.WORKER_STEPS.filter(isQueueName),
      healthPort: environment.WORKER_HEALTH_PORT ?? null,
      healthFile: environment.WORKER_HEALTH_FILE === undefined ? null : resolve(environment.WORKER_HEALTH_FILE),
      concurrency: environment.WORKER_CONCURRENCY,
      stepAttempts: environment.STEP_ATTEMPTS,
      unavailableRetryMs: environment.UNAVAILABLE_RETRY_SECONDS * 1000,
      leaseMs: environment.LEASE_SECONDS * 1000,
      shutdownGraceMs: environment.SHUTDOWN_GRACE_SECONDS * 1000,
      selfCheckMinPercent: environment.SELF_CHECK_MIN_PERCENT,
      proofSeconds: environment.PROOF_SECONDS,
      zombieAfterMs: environment.ZOMBIE_AFTER_MINUTES * 60_000,
      sweepIntervalMs: environment.SWEEP_INTERVAL_SECONDS * 1000,
      queueCheckMs: environment.QUEUE_CHECK_SECONDS * 1000,
      sweepOverdueMs: 3 * (environment.SWEEP_INTERVAL_SECONDS + environment.QUEUE_CHECK_SECONDS) * 1000,
    },
    telemetry:
      environment.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? null
        : {
            endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
            sampledShare: environment.OTEL_TRACES_SAMPLER_ARG,
          },
  };
}

function model(baseUrl: string | undefined, name: string | undefined, apiKey: string | undefined): ModelConfig | null {
  return baseUrl === undefined || name === undefined ? null : { baseUrl, model: name, apiKey: apiKey ?? '' };
}

function chat(environment: Environment): AppConfig['chat'] {
  const base = model(environment.LLM_BASE_URL, environment.LLM_MODEL, environment.LLM_API_KEY);
  const { LLM_INPUT_PRICE: input, LLM_OUTPUT_PRICE: output } = environment;
  return (
    base && {
      ...base,
      prices: input === undefined || output === undefined ? null : { input, output },
      temperature: environment.LLM_TEMPERATURE,
      maxOutputTokens: environment.LLM_MAX_OUTPUT_TOKENS,
      timeoutMs: environment.LLM_TIMEOUT_SECONDS * 1000,
      limits: {
        concurrency: environment.LLM_MAX_CONCURRENCY,
        requestsPerMinute: environment.LLM_REQUESTS_PER_MINUTE ?? null,
        tokensPerMinute: environment.LLM_TOKENS_PER_MINUTE ?? null,
      },
    }
  );
}

function webhook(environment: Environment): AppConfig['monitor']['webhook'] {
  const { ANOMALY_WEBHOOK_URL: url, ANOMALY_WEBHOOK_SECRET: secret } = environment;
  return url === undefined || secret === undefined
    ? null
    : { url, secret, allowedHosts: environment.WEBHOOK_ALLOWED_HOSTS };
}

function embedding(environment: Environment): AppConfig['embedding'] {
  const base = model(environment.EMBEDDING_BASE_URL, environment.EMBEDDING_MODEL, environment.EMBEDDING_API_KEY);
  return (
    base && {
      ...base,
      dimensions: environment.EMBEDDING_DIMENSIONS,
      queryModel: environment.EMBEDDING_QUERY_MODEL ?? base.model,
      queryPrefix: environment.EMBEDDING_QUERY_PREFIX,
      documentPrefix: environment.EMBEDDING_DOCUMENT_PREFIX,
      timeoutMs: environment.EMBEDDING_TIMEOUT_SECONDS * 1000,
      batchSize: environment.EMBEDDING_BATCH_SIZE,
      concurrency: environment.EMBEDDING_MAX_CONCURRENCY,
    }
  );
}
