import { isIP } from 'node:net';
import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { isTimeZone } from '#libs/clock';
import { isQueueName, QUEUE_NAMES } from '#libs/pipeline';
import { anomalyLimits } from './anomaly-limits.js';

const urlOf = (protocols: readonly string[], expected: string) =>
  z.string().refine(
    (value) => {
      if (!URL.canParse(value)) {
        return false;
      }
      return protocols.includes(new URL(value).protocol);
    },
    { error: `expected ${expected}` },
  );

const postgresUrl = urlOf(
  ['postgres:', 'postgresql:'],
  'a URL like postgres://user:password@host:5432/database',
).refine((value) => new URL(value).pathname.length > 1, {
  error: 'expected the name of a database after the host: postgres://user:password@host:5432/database',
});
const httpUrl = urlOf(['http:', 'https:'], 'an http(s) URL, for example https://models.example.com/v1');

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, { error: `expected a whole number from ${min} to ${max}` })
    .transform(Number)
    .refine((value) => value >= min && value <= max, { error: `expected a whole number from ${min} to ${max}` });

const price = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?$/, { error: 'expected the price of a million tokens, for example 0.8' })
  .transform(Number);

/** A text before each text that is embedded. `\\n` stands for a line break, which most env files cannot hold. */
const prefix = z
  .string()
  .max(2_000, { error: 'expected at most 2,000 characters' })
  .transform((value) => value.replaceAll(String.raw`\n`, '\n'))
  .default('');

function isCronPattern(pattern: string): boolean {
  try {
    CronExpressionParser.parse(pattern);
    return pattern.trim().split(/\s+/).length === 5;
  } catch {
    return false;
  }
}

const CRON_EXPECTED = 'expected a cron expression of five fields, for example 30 3 * * *';
const cronPattern = z.string().refine(isCronPattern, { error: CRON_EXPECTED });

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean),
);

const hostList = list
  .refine((hosts) => hosts.every((host) => /^[\w.-]+(:\d{1,5})?$/.test(host)), {
    error: 'expected a comma list of host or host:port',
  })
  .default([]);

/** An X25519 identity of the age format. */
const BACKUP_KEY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;
const BACKUP_KEY_EXPECTED = 'expected keys as age-keygen prints them, AGE-SECRET-KEY-1…';

const addressList = list
  .refine((addresses) => addresses.every(isAddressOrNetwork), {
    error: 'expected a comma list of addresses or networks, for example 10.0.0.7 or 10.0.0.0/8',
  })
  .default([]);

/** `10.0.0.7`, `10.0.0.0/8`, `fd00::/8` */
function isAddressOrNetwork(text: string): boolean {
  const [address = '', prefix = '0', ...rest] = text.split('/');
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

const workerQueues = list.superRefine((names, context) => {
  if (names.length === 0 || !names.every(isQueueName)) {
    context.addIssue({ code: 'custom', message: `expected a comma list of ${QUEUE_NAMES.join(', ')}` });
  }
});

/** A Redis key prefix that is also the name of a schema. */
const SAFE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * Every variable of the environment, with its allowed values and its default.
 * `secret` values are masked wherever the configuration is printed.
 */
export const environmentSchema = z.object({
  DATABASE_URL: postgresUrl.optional().meta({ secret: true }),
  QUEUE_URL: urlOf(
    ['redis:', 'rediss:', 'postgres:', 'postgresql:'],
    'redis://host:6379 (or rediss://), or postgres://user:password@host:5432/database',
  )
    .optional()
    .meta({ secret: true }),
  QUEUE_PREFIX: z
    .string()
    .regex(SAFE_NAME, { error: 'expected letters, digits and _, not a digit first, at most 63' })
    .default('data_pipeline'),
  BUSINESS_DATABASE_URL: postgresUrl.optional().meta({ secret: true }),
  BUSINESS_DATABASE_HOSTS: hostList,
  VECTOR_DATABASE_URL: postgresUrl.optional().meta({ secret: true }),
  // Checked together with AWS_REGION (storage-url.ts).
  STORAGE_URL: z.string().optional(),
  AWS_ACCESS_KEY_ID: z.string().optional().meta({ secret: true }),
  AWS_SECRET_ACCESS_KEY: z.string().optional().meta({ secret: true }),
  AWS_SESSION_TOKEN: z.string().optional().meta({ secret: true }),
  AWS_REGION: z.string().optional(),
  DATA_DIRECTORY: z.string().min(1).default('./data_pipeline'),
  TABLE_LIST_DIRECTORY: z.string().min(1).optional(),

  LLM_BASE_URL: httpUrl.optional(),
  LLM_API_KEY: z.string().min(1).optional().meta({ secret: true }),
  LLM_MODEL: z.string().min(1).optional(),
  LLM_INPUT_PRICE: price.optional(),
  LLM_OUTPUT_PRICE: price.optional(),
  LLM_TEMPERATURE: z
    .string()
    .regex(/^(?:[01](?:\.\d{1,4})?|2(?:\.0{1,4})?)$/, { error: 'expected a number from 0 to 2' })
    .transform(Number)
    .optional(),
  LLM_MAX_OUTPUT_TOKENS: wholeNumber(1, 1_000_000).optional(),
  LLM_TIMEOUT_SECONDS: wholeNumber(1, 3600).default(120),
  LLM_MAX_CONCURRENCY: wholeNumber(1, 1000).default(8),
  LLM_REQUESTS_PER_MINUTE: wholeNumber(1, 1_000_000).optional(),
  LLM_TOKENS_PER_MINUTE: wholeNumber(1, 2_000_000_000).optional(),
  EMBEDDING_BASE_URL: httpUrl.optional(),
  EMBEDDING_API_KEY: z.string().min(1).optional().meta({ secret: true }),
  EMBEDDING_MODEL: z.string().min(1).optional(),
  EMBEDDING_DIMENSIONS: wholeNumber(1, 16_000).optional(),
  EMBEDDING_QUERY_MODEL: z.string().min(1).optional(),
  EMBEDDING_QUERY_PREFIX: prefix,
  EMBEDDING_DOCUMENT_PREFIX: prefix,
  // Node's fetch waits 300 seconds for an answer to begin, whatever is asked of it.
  EMBEDDING_TIMEOUT_SECONDS: wholeNumber(1, 300).default(30),
  EMBEDDING_BATCH_SIZE: wholeNumber(1, 2_048).default(64),
  EMBEDDING_MAX_CONCURRENCY: wholeNumber(1, 1000).default(3),

  API_KEYS: list
    .refine((keys) => keys.every((key) => key.length >= 16), {
      error: 'expected a comma list of keys of at least 16 characters',
    })
    .default([])
    .meta({ secret: true }),
  SECRET_KEY: z.string().min(32, { error: 'expected at least 32 characters' }).optional().meta({ secret: true }),

  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(8084),
  TRUSTED_PROXIES: addressList,
  APP_TIMEZONE: z
    .string()
    .refine(isTimeZone, { error: 'expected an IANA time zone, for example Asia/Shanghai' })
    .default('Asia/Shanghai'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], { error: 'expected debug, info, warn or error' })
    .default('info'),
  BODY_LIMIT_BYTES: wholeNumber(1024, 1_073_741_824).default(1_048_576),

  WORKER_STEPS: workerQueues.default([...QUEUE_NAMES]),
  WORKER_HEALTH_PORT: wholeNumber(1, 65_535).optional(),
  WORKER_HEALTH_FILE: z.string().min(1).optional(),
  WORKER_CONCURRENCY: wholeNumber(1, 64).default(2),
  STEP_ATTEMPTS: wholeNumber(1, 20).default(3),
  UNAVAILABLE_RETRY_SECONDS: wholeNumber(0, 86_400).default(900),
  LEASE_SECONDS: wholeNumber(2, 3600).default(15),
  SHUTDOWN_GRACE_SECONDS: wholeNumber(0, 3600).default(20),
  SELF_CHECK_MIN_PERCENT: wholeNumber(0, 100).default(80),
  PROOF_SECONDS: wholeNumber(0, 86_400).default(120),
  ZOMBIE_AFTER_MINUTES: wholeNumber(1, 100_000).default(120),
  SWEEP_INTERVAL_SECONDS: wholeNumber(1, 3600).default(20),
  QUEUE_CHECK_SECONDS: wholeNumber(1, 3600).default(10),
  MONITOR_INTERVAL_SECONDS: wholeNumber(1, 3600).default(10),
  MONITOR_RETENTION_DAYS: wholeNumber(1, 365).default(7),
  AUDIT_RETENTION_DAYS: wholeNumber(1, 3650).default(365),
  RATE_LIMIT_PER_MINUTE: wholeNumber(0, 10_000_000).default(6_000),
  WRONG_KEYS_PER_MINUTE: wholeNumber(0, 1_000_000).default(20),
  ANOMALY_LIMITS: anomalyLimits,
  ANOMALY_WEBHOOK_URL: httpUrl.optional(),
  ANOMALY_WEBHOOK_SECRET: z
    .string()
    .min(16, { error: 'expected at least 16 characters' })
    .optional()
    .meta({ secret: true }),
  WEBHOOK_ALLOWED_HOSTS: list.default([]),
  VECTOR_BACKUP_WAIT: wholeNumber(0, 3600).default(60),
  VECTOR_BACKUP_KEEP: wholeNumber(1, 100_000).optional(),
  VECTOR_BACKUP_KEEP_DAYS: wholeNumber(1, 36_500).optional(),
  VECTOR_BACKUP_KEEP_DAILY: wholeNumber(1, 3_660).optional(),
  VECTOR_BACKUP_KEEP_WEEKLY: wholeNumber(1, 5_220).optional(),
  VECTOR_BACKUP_KEEP_MONTHLY: wholeNumber(1, 1_200).optional(),
  VECTOR_BACKUP_SCHEDULE: cronPattern.optional(),
  // Daily: without it every installation is degraded a week after its first backup.
  VECTOR_BACKUP_VERIFY_SCHEDULE: z
    .string()
    .refine((value) => value === 'off' || isCronPattern(value), { error: `${CRON_EXPECTED}, or off` })
    .default('15 4 * * *'),
  VECTOR_BACKUP_MAX_AGE_HOURS: wholeNumber(1, 87_600).optional(),
  VECTOR_BACKUP_MAX_UNVERIFIED_HOURS: wholeNumber(0, 87_600).default(168),
  VECTOR_BACKUP_JUMP_PERCENT: wholeNumber(0, 10_000).default(50),
  VECTOR_BACKUP_HOSTS: hostList,
  VECTOR_BACKUP_LOCK_TIMEOUT: wholeNumber(1, 3600).default(30),
  VECTOR_BACKUP_COPY_URL: z.string().optional(),
  VECTOR_BACKUP_KEY: z.string().regex(BACKUP_KEY, { error: BACKUP_KEY_EXPECTED }).optional().meta({ secret: true }),
  VECTOR_BACKUP_OLD_KEYS: list
    .refine((keys) => keys.every((key) => BACKUP_KEY.test(key)), {
      error: `${BACKUP_KEY_EXPECTED}, separated by commas`,
    })
    .default([])
    .meta({ secret: true }),
  DATABASE_POOL_SIZE: wholeNumber(1, 200).default(10),

  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,6})?|1(\.0{1,6})?)$/, { error: 'expected a share of the traces, 0 to 1' })
    .transform(Number)
    .default(1),
});

export type Environment = z.infer<typeof environmentSchema>;
export type EnvironmentVariable = keyof Environment;

/** Variables whose values are never printed. */
export const SECRET_VARIABLES: readonly EnvironmentVariable[] = (
  Object.entries(environmentSchema.shape) as [EnvironmentVariable, z.ZodType][]
)
  .filter(([, schema]) => schema.meta()?.['secret'] === true)
  .map(([name]) => name);
