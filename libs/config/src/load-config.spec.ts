import { describe, expect, it } from '@jest/globals';
import { ConfigurationError } from './configuration-error.js';
import { describeEnvironment } from './describe-config.js';
import { DEFAULT_ANOMALY_LIMITS } from './anomaly-limits.js';
import { loadConfig } from './load-config.js';

function problemsOf(variables: Record<string, string>): Record<string, string> {
  try {
    loadConfig(variables);
  } catch (error) {
    if (error instanceof ConfigurationError) {
      return Object.fromEntries(error.problems.map(({ variable, message }) => [variable, message]));
    }
    throw error;
  }
  return {};
}

describe('loadConfig', () => {
  it('has a default for everything', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ databaseUrl: null, queueUrl: null, host: '127.0.0.1', port: 8084, chat: null });
    expect(config.storage).toEqual({
      kind: 'folder',
      directory: expect.stringMatching(/data_pipeline\/training_data$/),
    });
    expect(config.worker.queues).toContain('ddl_generation');
  });

  it('traces nothing without an endpoint', () => {
    expect(loadConfig({}).telemetry).toBeNull();
    const endpoint = 'http://collector:4318';
    expect(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_TRACES_SAMPLER_ARG: '0.25' }).telemetry).toEqual({
      endpoint,
      sampledShare: 0.25,
    });
    expect(problemsOf({ OTEL_TRACES_SAMPLER_ARG: '2' })).toHaveProperty('OTEL_TRACES_SAMPLER_ARG');
  });

  it('knows how documents and questions are embedded', () => {
    const endpoint = { EMBEDDING_BASE_URL: 'http://models/v1', EMBEDDING_MODEL: 'e5' };
    expect(loadConfig({}).embedding).toBeNull();
    expect(loadConfig(endpoint).embedding).toMatchObject({
      queryModel: 'e5',
      queryPrefix: '',
      documentPrefix: '',
      timeoutMs: 30_000,
      batchSize: 64,
      concurrency: 3,
    });
    const sides = {
      EMBEDDING_QUERY_MODEL: 'e5-query',
      EMBEDDING_QUERY_PREFIX: String.raw`Instruct: find tables\nQuery: `,
      EMBEDDING_DOCUMENT_PREFIX: 'passage: ',
    };
    expect(
      loadConfig({ ...endpoint, ...sides, EMBEDDING_TIMEOUT_SECONDS: '300', EMBEDDING_BATCH_SIZE: '8' }).embedding,
    ).toMatchObject({
      model: 'e5',
      queryModel: 'e5-query',
      queryPrefix: 'Instruct: find tables\nQuery: ',
      documentPrefix: 'passage: ',
      timeoutMs: 300_000,
      batchSize: 8,
    });
    expect(Object.keys(problemsOf(sides))).toEqual(Object.keys(sides));
    expect(problemsOf({ EMBEDDING_BATCH_SIZE: '0' })).toHaveProperty('EMBEDDING_BATCH_SIZE');
  });

  it('takes an empty variable as unset, as compose files write it', () => {
    expect(loadConfig({ LLM_BASE_URL: '', PORT: '' })).toMatchObject({ chat: null, port: 8084 });
  });

  it('reports every problem at once, with the name and what is expected', () => {
    expect(
      problemsOf({
        DATABASE_URL: 'mysql://x/y',
        PORT: '99999',
        APP_TIMEZONE: 'Mars/Olympus',
        WORKER_STEPS: 'ddl_generation,baking',
        LLM_BASE_URL: 'https://models.example.com/v1',
        SECRET_KEY: 'short',
      }),
    ).toEqual({
      DATABASE_URL: expect.stringContaining('postgres://user:password@host:5432/database'),
      PORT: 'expected a whole number from 0 to 65535',
      APP_TIMEZONE: expect.stringContaining('Asia/Shanghai'),
      WORKER_STEPS: expect.stringContaining('training_load'),
      LLM_MODEL: 'expected, because LLM_BASE_URL is set',
      SECRET_KEY: 'expected at least 32 characters',
    });
  });

  it('never shows the value of a secret in a problem', () => {
    const secret = 'hunter2';
    try {
      loadConfig({ SECRET_KEY: secret, DATABASE_URL: `mysql://u:${secret}@h/d`, API_KEYS: secret });
    } catch (error) {
      expect(String(error)).not.toContain(secret);
    }
    expect.assertions(1);
  });

  it('takes keys of backups as age-keygen prints them, several for earlier backups', () => {
    const keys = ['Q', 'P'].map((letter) => `AGE-SECRET-KEY-1${letter.repeat(58)}`);
    const { vectorBackup } = loadConfig({ VECTOR_BACKUP_KEY: keys[0], VECTOR_BACKUP_OLD_KEYS: keys.join(', ') });
    expect([vectorBackup.key, vectorBackup.oldKeys]).toEqual([keys[0], keys]);
    for (const wrong of ['age1qqqq', keys[0]!.toLowerCase(), `${keys[0]}Q`]) {
      const problems = problemsOf({ VECTOR_BACKUP_KEY: wrong, VECTOR_BACKUP_OLD_KEYS: `${keys[1]},${wrong}` });
      expect(Object.keys(problems)).toEqual(['VECTOR_BACKUP_KEY', 'VECTOR_BACKUP_OLD_KEYS']);
      expect(JSON.stringify(problems)).not.toContain(wrong);
    }
  });

  it('verifies backups in turn, unless that is off', () => {
    const scheduleOf = (value: string) =>
      loadConfig({ VECTOR_BACKUP_VERIFY_SCHEDULE: value }).vectorBackup.verifySchedule;
    expect([scheduleOf(''), scheduleOf('1 2 * * 6'), scheduleOf('off')]).toEqual(['15 4 * * *', '1 2 * * 6', null]);
    expect(problemsOf({ VECTOR_BACKUP_VERIFY_SCHEDULE: 'daily' })['VECTOR_BACKUP_VERIFY_SCHEDULE']).toMatch(
      /, or off$/,
    );
  });

  it('takes numbers for rules of anomalies, and names what it does not know', () => {
    const { limits } = loadConfig({ ANOMALY_LIMITS: 'disk_full=85, high_cpu=off,' }).monitor;
    expect(limits).toEqual({ ...DEFAULT_ANOMALY_LIMITS, disk_full: 85, high_cpu: null });
    expect(loadConfig({}).monitor.limits).toEqual(DEFAULT_ANOMALY_LIMITS);
    for (const [value, named] of [
      ['high_cup=85', 'high_cpu'],
      ['disk_full', 'rule=number'],
      ['disk_full=100', 'disk_full from 1 to 99 (%), or off'],
      ['high_cpu=100', 'high_cpu from 1 to 99 (%), or off'],
      ['high_memory=100', 'high_memory from 1 to 99 (%), or off'],
      ['disk_full=8.5', 'or off'],
      ['disk_full=on', 'or off'],
      ['disk_full=85=90', 'rule=number'],
      ['disk_full=85,disk_full=90', 'disk_full once'],
      ['toString=1', 'high_cpu'],
    ]) {
      expect(problemsOf({ ANOMALY_LIMITS: value! })['ANOMALY_LIMITS']).toContain(named);
    }
  });

  it('refuses to listen elsewhere than on loopback without keys', () => {
    expect(problemsOf({ HOST: '0.0.0.0' })).toEqual({ HOST: expect.stringContaining('API_KEYS') });
    expect(problemsOf({ HOST: '127.0.0.5' })).toEqual({});
    expect(problemsOf({ HOST: '::1' })).toEqual({});
    expect(problemsOf({ HOST: '0.0.0.0', API_KEYS: 'a-key-of-enough-length' })).toEqual({});
  });

  it('believes proxies by address or network, and no other text', () => {
    expect(loadConfig({ TRUSTED_PROXIES: '10.0.0.7, 10.0.0.0/8,fd00::/8' }).trustedProxies).toHaveLength(3);
    for (const wrong of ['proxy.example', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/', 'true', '1']) {
      expect(problemsOf({ TRUSTED_PROXIES: wrong })).toHaveProperty('TRUSTED_PROXIES');
    }
  });

  it('wants the name of a database in a Postgres URL', () => {
    expect(problemsOf({ DATABASE_URL: 'postgres://localhost' })).toHaveProperty('DATABASE_URL');
  });
});

describe('describeEnvironment', () => {
  it('masks secrets and ignores what is not ours', () => {
    expect(
      describeEnvironment({
        DATABASE_URL: 'postgres://app:hunter2@db:5432/tasks',
        API_KEYS: 'a-key-of-enough-length',
        PORT: '8084',
        HOME: '/root',
      }),
    ).toEqual({ DATABASE_URL: 'postgres://app:***@db:5432/tasks', API_KEYS: '***', PORT: '8084' });
  });
});
