import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { NODE_FLAGS } from '../../apps/cli/src/service-processes.js';
import { environmentSchema, loadConfig } from '#libs/config';
import { ENTRIES } from '../../scripts/entries.mjs';

/**
 * The files are held against what the tests do run: ENTRIES and the configuration. `npm run test:containers` runs them
 * on a Docker engine.
 */
const serviceSchema = z.looseObject({
  image: z.string(),
  profiles: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
  tmpfs: z.array(z.string()).default([]),
  build: z.string().optional(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()).optional(), disable: z.boolean().optional() }).optional(),
});
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.unknown()).default({}),
});

async function fileOf(path: string): Promise<string> {
  return readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
}

async function composeOf(path: string): Promise<z.infer<typeof composeSchema>> {
  return composeSchema.parse(parse(await fileOf(path), { merge: true }));
}

const { services, volumes } = await composeOf('docker-compose.yml');
const serviceOf = (name: string): z.infer<typeof serviceSchema> => {
  const service = services[name];
  if (!service) {
    throw new Error(`docker-compose.yml has no service ${name}`);
  }
  return service;
};
/** A value without its `${…}` references. */
function withoutReferences(value: string): string {
  return value.replace(/\$\{[^{}]*\}/g, '');
}

const CLI = 'dist/apps/cli/src/main.js';
const OWN_COMMANDS = { api: 'start:api', worker: 'start:worker', migrate: 'migrate' } as const;
const ownServices = Object.keys(OWN_COMMANDS);
/** `data-pipeline` is a link to the command line (Dockerfile). */
function programOf([program = '', ...args]: readonly string[]): string[] {
  return program === 'data-pipeline' ? ['node', CLI, ...args] : [program, ...args];
}

/** The shortest values that an operator has to set in `.env`. */
const OPERATOR: Record<string, string> = {
  POSTGRES_PASSWORD: 'postgres1',
  REDIS_PASSWORD: 'redis1',
  BUSINESS_DATABASE_URL: 'postgres://reader:reader1@business:5432/sales',
  VECTOR_DATABASE_URL: 'postgres://vanna:vanna1@vectors:5432/vectors',
  SECRET_KEY: 'k'.repeat(32),
  API_KEYS: 'k'.repeat(16),
};

function interpolated(environment: Record<string, string | number>): Record<string, string> {
  const fill = (value: string) =>
    value.replace(/\$\{(\w+):([?-])([^}]*)\}/g, (_, name: string, operator: string, fallback: string) =>
      operator === '?' ? (OPERATOR[name] ?? '') : fallback,
    );
  return Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(String(value))]));
}

describe('docker-compose.yml', () => {
  it.each(Object.entries(OWN_COMMANDS))('runs %s as `npm run %s` does, from the one image', (name, command) => {
    expect(programOf(serviceOf(name).command ?? [])).toEqual(['node', ...ENTRIES[command]]);
    expect(serviceOf(name).image).toBe(serviceOf('api').image);
  });

  it.each(ownServices)('runs %s on a file system that only its folder of files and /tmp change', (name) => {
    expect(serviceOf(name)).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
  });

  it.each(['api', 'worker'] as const)('gives the %s the flags that `npm start` gives it', (name) => {
    expect(['node', ...NODE_FLAGS[name]]).toEqual(serviceOf(name).command?.slice(0, -1));
  });

  it('starts the databases, then the migration, then api and worker', () => {
    expect(serviceOf('migrate').depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    for (const name of ['api', 'worker']) {
      expect(serviceOf(name).depends_on).toEqual({
        postgres: { condition: 'service_healthy' },
        redis: { condition: 'service_healthy' },
        migrate: { condition: 'service_completed_successfully' },
      });
    }
  });

  it('can tell the health of everything that others wait for', () => {
    const awaited = Object.values(services).flatMap(({ depends_on: dependencies }) =>
      Object.entries(dependencies).filter(([, { condition }]) => condition === 'service_healthy'),
    );
    for (const [name] of awaited) {
      expect(serviceOf(name).healthcheck?.test?.length).toBeGreaterThan(1);
    }
  });

  it('scales the worker: no fixed name and no port', () => {
    expect(serviceOf('worker')).not.toHaveProperty('container_name');
    expect(serviceOf('worker').ports).toEqual([]);
  });

  it('publishes the API alone, and on the loopback unless told otherwise', () => {
    const published = Object.entries(services).filter(([, { ports }]) => ports.length > 0);
    expect(published.map(([name]) => name)).toEqual(['api']);
    expect(serviceOf('api').ports).toEqual(['${HTTP_BIND:-127.0.0.1}:${HTTP_PORT:-8084}:8084']);
  });

  it('shares the folder of the artifacts, and declares every named volume', () => {
    expect(ownServices.map((name) => serviceOf(name).volumes)).toEqual(ownServices.map(() => ['files:/data']));
    const named = Object.values(services).flatMap((service) => service.volumes.map((volume) => volume.split(':')[0]));
    expect(new Set(named)).toEqual(new Set(Object.keys(volumes)));
  });

  it('holds no secret: each comes from the environment, and one that is needed is asked for', () => {
    for (const { environment } of Object.values(services)) {
      for (const [name, value] of Object.entries(environment)) {
        if (/PASSWORD|SECRET|_KEYS?$|AUTH|_URL$/.test(name)) {
          expect(withoutReferences(String(value))).toMatch(/^$|^\w+:\/\/\w*:@[\w.]+:\d+(\/\w+)?$/);
        }
      }
    }
    const required = (name: string, variable: string) =>
      expect(serviceOf(name).environment[variable]).toMatch(/\$\{\w+:\?[^}]+\}/);
    for (const name of ['api', 'worker']) {
      ['DATABASE_URL', 'QUEUE_URL', 'BUSINESS_DATABASE_URL', 'VECTOR_DATABASE_URL', 'SECRET_KEY'].forEach((variable) =>
        required(name, variable),
      );
    }
    required('api', 'API_KEYS');
  });

  it('hands no secret over as an argument, where the list of processes would show it', () => {
    for (const { command = [] } of Object.values(services)) {
      expect(command.join(' ')).not.toMatch(/\$\{/);
    }
  });

  it('gives the migration its database and nothing else', () => {
    expect(serviceOf('migrate').environment).toEqual({ DATABASE_URL: serviceOf('api').environment['DATABASE_URL'] });
  });

  it.each(['api', 'worker'])(
    'gives %s an environment that the configuration accepts, with nothing left embedded',
    (name) => {
      const { environment } = serviceOf(name);
      expect(Object.keys(environmentSchema.shape)).toEqual(expect.arrayContaining(Object.keys(environment)));
      const config = loadConfig(interpolated(environment));
      expect([
        config.databaseUrl,
        config.queueUrl,
        config.businessDatabaseUrl,
        config.vectorDatabaseUrl,
        config.secretKey,
      ]).not.toContain(null);
      expect(config.host).toBe(name === 'api' ? '0.0.0.0' : '127.0.0.1');
    },
  );

  it('passes on everything that an operator may put into .env', () => {
    // These two the image decides: they are inside the container.
    const known = Object.keys(environmentSchema.shape).filter((name) => !['PORT', 'DATA_DIRECTORY'].includes(name));
    const passed = ['api', 'worker'].map((name) => Object.keys(serviceOf(name).environment));
    expect(known.filter((name) => !passed.flat().includes(name))).toEqual([]);
    // Variables that both processes read must have the same value for both.
    const [api = [], worker = []] = passed;
    expect(api.filter((name) => !worker.includes(name)).sort()).toEqual(
      [
        'API_KEYS',
        'BODY_LIMIT_BYTES',
        'HOST',
        'RATE_LIMIT_PER_MINUTE',
        'TRUSTED_PROXIES',
        'WRONG_KEYS_PER_MINUTE',
      ].sort(),
    );
    expect(worker.filter((name) => !api.includes(name))).toEqual([
      'WORKER_STEPS',
      'WORKER_CONCURRENCY',
      'WORKER_HEALTH_PORT',
      'WORKER_HEALTH_FILE',
    ]);
  });

  it('tells by the age of a file whether a worker is ready', async () => {
    const { environment, healthcheck } = serviceOf('worker');
    const [kind, command = ''] = healthcheck?.test ?? [];
    expect(kind).toBe('CMD-SHELL');
    expect(interpolated(environment)['WORKER_HEALTH_FILE']).toMatch(/^\/tmp\//);
    const folder = await mkdtemp(join(tmpdir(), 'compose-health-'));
    const file = join(folder, 'ready');
    const ask = (): number | null =>
      spawnSync('sh', ['-c', command.replaceAll('$$', '$')], { env: { ...process.env, WORKER_HEALTH_FILE: file } })
        .status;
    expect(ask()).not.toBe(0);
    await writeFile(file, '');
    expect(ask()).toBe(0);
    const before = new Date(Date.now() - 90_000);
    await utimes(file, before, before);
    expect(ask()).not.toBe(0);
    await rm(folder, { recursive: true });
  });

  it('starts no embeddings server unless its profile asks for it', () => {
    const optional = Object.entries(services).filter(([, { profiles }]) => profiles.length > 0);
    expect(optional.map(([name, { profiles }]) => [name, profiles])).toEqual([['embeddings', ['embeddings']]]);
    for (const { depends_on: dependencies } of Object.values(services)) {
      expect(Object.keys(dependencies)).not.toContain('embeddings');
    }
  });

  it.each(['docs/operations.md', 'docs/zh-CN/operations.md'])(
    'reaches the embeddings server with the settings that %s names',
    async (page) => {
      const block = /```sh\n(COMPOSE_PROFILES=[^`]*)```/.exec(await fileOf(page))?.[1] ?? '';
      const settings = parseEnv(block);
      const { embedding } = loadConfig({ ...settings });
      const { environment, healthcheck } = serviceOf('embeddings');
      const at = new URL(embedding?.baseUrl ?? '');
      expect(serviceOf(settings['COMPOSE_PROFILES'] ?? '')).toBe(serviceOf(at.hostname));
      expect(at.port).toBe(String(environment['PORT']));
      expect(healthcheck?.test?.join(' ')).toContain(`:${at.port}/`);
      // The prefixes are those of this model; another one has others.
      expect(interpolated(environment)['MODEL_ID']).toBe(embedding?.model);
      expect(embedding).toMatchObject({ queryPrefix: 'query: ', documentPrefix: 'passage: ' });
      expect(Number(interpolated(environment)['MAX_CLIENT_BATCH_SIZE'])).toBe(embedding?.batchSize);
    },
  );

  it('keeps the models of the embeddings server, of a pinned image that has no port of its own', () => {
    const server = serviceOf('embeddings');
    expect(server.image).toMatch(/^[a-z0-9.-]+(\/[a-z0-9._-]+)+:[a-z]*-?\d+\.\d+/);
    // The folder that the image downloads models into.
    expect(server.volumes).toEqual(['models:/data']);
    expect(Object.keys(volumes)).toContain('models');
    // The entry point of the image reads its options from these variables.
    expect(server.command).toBeUndefined();
    expect(Object.keys(server.environment).toSorted()).toEqual(
      ['AUTO_TRUNCATE', 'HF_ENDPOINT', 'MAX_CLIENT_BATCH_SIZE', 'MODEL_ID', 'PORT'].toSorted(),
    );
    expect(server.ports).toEqual([]);
  });

  it('has a Redis that loses nothing', () => {
    const command = serviceOf('redis').command?.join(' ');
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
  });
});

describe('Dockerfile', () => {
  it('starts the API by default, as an unprivileged user, with a health check', async () => {
    const instructions = (await fileOf('Dockerfile')).replaceAll('\\\n', ' ').split('\n');
    const lastStage = instructions.slice(instructions.findLastIndex((line) => line.startsWith('FROM ')));
    expect(lastStage).toContain(`CMD ${JSON.stringify(['node', ...ENTRIES['start:api']]).replaceAll(',', ', ')}`);
    expect(lastStage).toContain('USER node');
    expect(lastStage.find((line) => line.startsWith('ENV '))).toContain('NODE_ENV=production');
    expect(lastStage.find((line) => line.startsWith('HEALTHCHECK '))).toContain('/health/live');
  });

  it('has the command line on the PATH', async () => {
    expect(await fileOf('Dockerfile')).toContain(`ln -s /app/${CLI} /usr/local/bin/data-pipeline`);
    expect(await fileOf('apps/cli/src/main.ts')).toMatch(/^#!\/usr\/bin\/env -S node --\n/);
  });
});

describe('test/services.compose.yml', () => {
  it('offers both services on the loopback, with a health check to wait for', async () => {
    const { services: testServices } = await composeOf('test/services.compose.yml');
    expect(Object.keys(testServices)).toEqual(['postgres', 'redis']);
    for (const { ports, healthcheck } of Object.values(testServices)) {
      expect(ports).toEqual([expect.stringMatching(/^127\.0\.0\.1::\d+$/)]);
      expect(healthcheck?.test?.length).toBeGreaterThan(1);
    }
  });
});
