/**
 * An api and a worker with databases of their own, for the HTTP fuzzing and the programs of the documents. Prints
 * `{"origin": …}` when it is ready and runs until its standard input ends; then nothing of it is left.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../free-port.mjs';
import pg from 'pg';
import { runMigrations } from '#libs/database';
import { installSampleDatabase } from '#libs/sample-database';

const SERVER = process.env['TEST_DATABASE_URL'] ?? '';
const suffix = randomBytes(4).toString('hex');

async function query(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(name) {
  const url = new URL(SERVER);
  url.pathname = `/${name}`;
  return url.toString();
}

function start(role, env) {
  const main = fileURLToPath(new URL(`../../dist/apps/${role}/src/main.js`, import.meta.url));
  const child = fork(main, [], { env, stdio: ['ignore', 2, 2, 'ipc'] });
  const exited = once(child, 'exit');
  const ready = Promise.race([
    once(child, 'message'),
    exited.then(() => {
      throw new Error(`the ${role} ended before it was ready`);
    }),
  ]);
  return {
    ready,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const names = ['tasks', 'business', 'vector'].map((part) => `test_fuzz_${part}_${suffix}`);
const [tasks, business, vector] = names.map(urlOf);
const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-fuzz-'));
await query(SERVER, async (client) => {
  for (const name of names) {
    await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  }
});
await runMigrations(tasks);
await query(business, (client) => installSampleDatabase(client));
await query(vector, (client) => client.query('CREATE EXTENSION vector'));
await mkdir(join(directory, 'tables'));
await writeFile(join(directory, 'tables/tables.txt'), 'bss_company\n');

const port = await freePort();
const env = {
  PATH: process.env['PATH'] ?? '',
  DATABASE_URL: tasks,
  QUEUE_URL: tasks,
  QUEUE_PREFIX: 'fuzz',
  BUSINESS_DATABASE_URL: business,
  VECTOR_DATABASE_URL: vector,
  DATA_DIRECTORY: directory,
  API_KEYS: 'the-key-of-the-fuzzer',
  RATE_LIMIT_PER_MINUTE: '0',
  WRONG_KEYS_PER_MINUTE: '0',
  VECTOR_BACKUP_WAIT: '2',
  PORT: String(port),
};
const processes = [start('api', env), start('worker', env)];
try {
  await Promise.all(processes.map(({ ready }) => ready));
  console.log(JSON.stringify({ origin: `http://127.0.0.1:${port}`, key: env.API_KEYS, vectors: vector, tasks }));
  process.stdin.resume();
  await once(process.stdin, 'end');
} finally {
  await Promise.all(processes.map((service) => service.stop()));
  await query(SERVER, async (client) => {
    for (const name of names) {
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    }
  });
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
