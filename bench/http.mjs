/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/http.mjs [seconds=5] [rounds=3]`: requests a second and p99 of the
 * built api against a bare NestJS-Fastify route that does the same indexed SELECT (goals: 0.7 of its rate, 1.5 times
 * its p99), and create + execute against a bare BullMQ flow plus the inserts (goal: 0.5). Both run in turn, medians
 * count. Then the CPU time of an idle api with its monitoring (goal: under 1 % of a core).
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import getPort from 'get-port';
import pg from 'pg';
import { runMigrations } from '#libs/database';

const [SECONDS = 5, ROUNDS = 3] = process.argv.slice(2).map(Number);
const { TEST_DATABASE_URL: SERVER = '', TEST_REDIS_URL: REDIS = '' } = process.env;
const TASKS = 2_000;
const CONNECTIONS = 20;
const IDLE_SECONDS = 60;

const name = `bench_http_${randomBytes(4).toString('hex')}`;
const databaseUrl = Object.assign(new URL(SERVER), { pathname: `/${name}` }).toString();
const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));

async function onServer(url, statement) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

function start(file, variables) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    env: { PATH: process.env.PATH, DATABASE_URL: databaseUrl, QUEUE_URL: REDIS, ...variables },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    pid: child.pid,
    ready: once(child, 'message'),
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const median = (values) => [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)];

async function load(url) {
  const { requests, latency, non2xx, errors } = await autocannon({ url, duration: SECONDS, connections: CONNECTIONS });
  if (non2xx + errors > 0) {
    throw new Error(`${url}: ${non2xx} answers that are not 2xx, ${errors} errors`);
  }
  return { rate: requests.average, p99: latency.p99 };
}

/** Anchor and ours in turn. */
async function compare(title, anchor, ours, goal) {
  const rounds = { anchor: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.anchor.push(await anchor());
    rounds.ours.push(await ours());
  }
  const rate = (side) => median(rounds[side].map((one) => one.rate));
  const p99 = (side) => median(rounds[side].map((one) => one.p99));
  console.log(
    `${title.padEnd(18)} anchor ${rate('anchor').toFixed(0)}/s  ours ${rate('ours').toFixed(0)}/s  ratio ${(rate('ours') / rate('anchor')).toFixed(2)}  goal ${goal.rate}`,
  );
  if (goal.p99 !== undefined) {
    console.log(
      `${''.padEnd(18)} anchor p99 ${p99('anchor')} ms  ours ${p99('ours')} ms  ratio ${(p99('ours') / p99('anchor')).toFixed(2)}  goal ${goal.p99}`,
    );
  }
}

/** How many pairs of requests a second, with as many connections. */
async function repeat(work) {
  const begin = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - begin < SECONDS * 1000) {
        await work();
        done += 1;
      }
    }),
  );
  return { rate: done / ((performance.now() - begin) / 1000), p99: 0 };
}

async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${await response.text()}`);
  }
  return response.json();
}

/** User and system time of a process, in seconds. */
async function cpuSeconds(pid) {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

await onServer(SERVER, `CREATE DATABASE ${name}`);
const processes = [];
try {
  await runMigrations(databaseUrl);
  await onServer(
    databaseUrl,
    `INSERT INTO data_pipeline_tasks (task_id, parameters, table_list, output_directory, created_at)
     SELECT 'task_' || n, '{"business_context": "x", "enable_sql_validation": true, "enable_training_data_load": true}',
            '["a"]', 'task_' || n, now() - n * interval '1 minute'
       FROM generate_series(1, ${TASKS}) AS n`,
  );
  await onServer(databaseUrl, 'VACUUM ANALYZE');
  const [apiPort, anchorPort] = [await getPort(), await getPort()];
  const api = start('../dist/apps/api/src/main.js', {
    PORT: String(apiPort),
    BUSINESS_DATABASE_URL: databaseUrl,
    VECTOR_DATABASE_URL: databaseUrl,
    DATA_DIRECTORY: directory,
    QUEUE_PREFIX: name,
    LOG_LEVEL: 'error',
  });
  const anchor = start('./http-anchor.mjs', { PORT: String(anchorPort), ANCHOR_PREFIX: `${name}_anchor` });
  processes.push(api, anchor);
  await Promise.all(processes.map(({ ready }) => ready));
  const ours = `http://127.0.0.1:${apiPort}/api/v0/data_pipeline`;
  const bare = `http://127.0.0.1:${anchorPort}`;
  await load(`${bare}/tasks/task_7`);
  await load(`${ours}/tasks/task_7`);
  console.log(`load average ${loadavg()[0].toFixed(1)}; ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s`);
  await compare(
    'GET /tasks/{id}',
    () => load(`${bare}/tasks/task_7`),
    () => load(`${ours}/tasks/task_7`),
    {
      rate: 0.7,
      p99: 1.5,
    },
  );
  await compare(
    'GET /tasks',
    () => load(`${bare}/tasks`),
    () => load(`${ours}/tasks`),
    { rate: 0.7, p99: 1.5 },
  );
  await compare(
    'create + execute',
    () => repeat(() => post(`${bare}/run`)),
    () =>
      repeat(async () => {
        const { data } = await post(`${ours}/tasks`, { tables: ['a'] });
        await post(`${ours}/tasks/${data.task_id}/execute`, {});
      }),
    { rate: 0.5 },
  );
  await sleep(5_000);
  const before = await cpuSeconds(api.pid);
  await sleep(IDLE_SECONDS * 1000);
  const percent = ((await cpuSeconds(api.pid)) - before) / IDLE_SECONDS;
  console.log(`idle api with monitoring: ${(percent * 100).toFixed(2)} % of a core  goal < 1 %`);
} finally {
  await Promise.all(processes.map((one) => one.stop()));
  await onServer(SERVER, `DROP DATABASE ${name} WITH (FORCE)`);
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
