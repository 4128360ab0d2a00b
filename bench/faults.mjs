/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/faults.mjs [terminations | forgotten | outages] [amount]`: the built api
 * and two workers at their default settings, on databases of their own, while services fail.
 *
 * - `terminations 20000`: ends so many sessions of the processes under load. Goal: no process ends.
 * - `forgotten 3`: the queue loses every key (as after FLUSHDB), so many times while 9 tasks run. Goal: every lost job
 *   runs again within 60 seconds.
 * - `outages 9`: the business and the vector database refuse, are silent or do not allow connections while so many tasks
 *   run. Goal: no task fails.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import getPort from 'get-port';
import { Redis } from 'ioredis';
import pg from 'pg';
import { runMigrations } from '#libs/database';
import { installSampleDatabase, SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { withScratchDatabase } from './measure.mjs';
import { post } from './processes.mjs';

const [fault = 'terminations', amount] = process.argv.slice(2);
const name = `bench_faults_${randomBytes(4).toString('hex')}`;
let crashes = 0;

function startProcess(role, env) {
  const main = fileURLToPath(new URL(`../dist/apps/${role}/src/main.js`, import.meta.url));
  const child = fork(main, [], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  let stopping = false;
  void exited.then(([code]) => {
    if (!stopping) {
      crashes += 1;
      console.log(`the ${role} ended by itself with ${code}`);
    }
  });
  return {
    ready: Promise.race([once(child, 'message'), exited]),
    stop: async () => {
      stopping = true;
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** A proxy that can refuse connections, or keep them silent. */
async function openProxy(url) {
  const target = new URL(url);
  const sockets = new Set();
  let state = 'open';
  const server = createServer((client) => {
    if (state === 'refused') {
      client.destroy();
      return;
    }
    const service = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, service],
      [service, client],
    ]) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
      if (state === 'silent') {
        from.pause();
      }
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(server.address().port);
  return {
    url: through.toString(),
    set: (next) => {
      state = next;
      for (const socket of sockets) {
        if (next === 'refused') {
          socket.destroy();
        } else {
          socket[next === 'silent' ? 'pause' : 'resume']();
        }
      }
    },
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}

async function onDatabase(url, work) {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return work(client).finally(() => client.end());
}

async function startTask(base) {
  const { data } = await post(`${base}/tasks`, {
    tables: SAMPLE_TABLES,
    business_context: SAMPLE_BUSINESS_CONTEXT,
  });
  await post(`${base}/tasks/${data.task_id}/execute`, {});
  return data.task_id;
}

/** Waits until every task has ended. @returns how many tasks have which status */
async function ended(taskUrl) {
  return onDatabase(taskUrl, async (client) => {
    for (;;) {
      const { rows } = await client.query(
        `SELECT status, count(*)::int AS count FROM data_pipeline_tasks GROUP BY status`,
      );
      if (!rows.some(({ status }) => status === 'in_progress')) {
        return rows.map(({ status, count }) => `${count} ${status}`).join(', ');
      }
      await sleep(250);
    }
  });
}

async function failures(taskUrl) {
  const { rows } = await onDatabase(taskUrl, (client) =>
    client.query(
      `SELECT execution_step, error_code, error_message, count(*)::int AS count
         FROM data_pipeline_task_executions WHERE status = 'failed' GROUP BY 1, 2, 3`,
    ),
  );
  rows.forEach((row) => console.log(`failed: ${JSON.stringify(row)}`));
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** Requests of every kind, without an end. @param answers counts by status */
async function load(base, answers, isOver) {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ tables: SAMPLE_TABLES, business_context: SAMPLE_BUSINESS_CONTEXT });
  let taskId = 'none';
  const requests = [
    () => fetch(`${base}/tasks`, { method: 'POST', headers: json, body }),
    () => fetch(`${base}/tasks/${taskId}/execute`, { method: 'POST', headers: json, body: '{}' }),
    () => fetch(`${base}/tasks?limit=5`),
    () => fetch(`${base}/tasks/${taskId}`),
    () => fetch(`${base}/tasks/${taskId}/logs`),
    () => fetch(`${base}/tasks/${taskId}/cancel`, { method: 'POST' }),
    () => fetch(`${base}/tasks/${taskId}`, { method: 'DELETE' }),
  ];
  while (!isOver()) {
    for (const send of requests) {
      const response = await send().catch(() => ({ status: 'no answer', json: async () => ({}) }));
      const content = await response.json().catch(() => ({}));
      taskId = content.data?.task_id ?? taskId;
      answers.set(response.status, (answers.get(response.status) ?? 0) + 1);
    }
  }
}

async function terminations(base, { taskUrl, urls }, count) {
  let over = false;
  const answers = new Map();
  const loads = Array.from({ length: 6 }, () => load(base, answers, () => over));
  const databases = urls.map((url) => new URL(url).pathname.slice(1));
  const begin = performance.now();
  let terminated = 0;
  await onDatabase(process.env.TEST_DATABASE_URL, async (client) => {
    while (terminated < count && crashes === 0) {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = ANY($1) AND pid <> pg_backend_pid() AND random() < 0.7`,
        [databases],
      );
      terminated += rowCount;
      await sleep(Math.random() * 40);
    }
  });
  over = true;
  await Promise.all(loads);
  const seconds = ((performance.now() - begin) / 1000).toFixed(0);
  const shown = [...answers].map(([status, number]) => `${number} × ${status}`).join(', ');
  console.log(`${terminated} sessions ended in ${seconds} s: ${crashes} processes ended; answers: ${shown}`);
  console.log(`tasks: ${await ended(taskUrl)}`);
  return crashes === 0 && (await failures(taskUrl)) === 0 && (answers.get(500) ?? 0) === 0;
}

async function forgotten(base, { taskUrl }, rounds) {
  const redis = new Redis(process.env.TEST_REDIS_URL);
  let worst = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (let task = 0; task < 9; task += 1) {
      await startTask(base);
    }
    await sleep(2_000 * round);
    const keys = await redis.keys(`${name}:*`);
    await redis.del(...keys);
    const { rows } = await onDatabase(taskUrl, (client) =>
      client.query(`SELECT now() AS at, array_agg(DISTINCT execution_id) AS lost
                      FROM data_pipeline_task_executions AS e WHERE status = 'pending'
                       AND NOT EXISTS (SELECT FROM data_pipeline_task_executions AS b
                                        WHERE b.run_id = e.run_id AND b.id < e.id AND b.status IN ('pending', 'running'))`),
    );
    const [{ at, lost }] = rows;
    const tasks = await ended(taskUrl);
    const { rows: again } = await onDatabase(taskUrl, (client) =>
      client.query(
        `SELECT max(extract(epoch FROM started_at - $1::timestamptz))::float AS seconds
           FROM data_pipeline_task_executions WHERE execution_id = ANY($2)`,
        [at, lost],
      ),
    );
    worst = Math.max(worst, again[0].seconds ?? 0);
    console.log(
      `${keys.length} keys lost with ${lost?.length ?? 0} steps ready to run: the last of them began after ` +
        `${(again[0].seconds ?? 0).toFixed(1)} s; ${tasks}`,
    );
  }
  redis.disconnect();
  return worst <= 60 && crashes === 0 && (await failures(taskUrl)) === 0;
}

async function outages(base, { taskUrl, businessUrl, proxies }, tasks) {
  const allow = (isAllowed) => () =>
    onDatabase(process.env.TEST_DATABASE_URL, async (client) => {
      const database = new URL(businessUrl).pathname.slice(1);
      await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS ${isAllowed}`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [database]);
    });
  const set = (proxy, state) => async () => proxy.set(state);
  const cases = [
    ['business database refused', 20, set(proxies.business, 'refused'), set(proxies.business, 'open')],
    ['vector database refused', 20, set(proxies.vector, 'refused'), set(proxies.vector, 'open')],
    ['business database silent', 40, set(proxies.business, 'silent'), set(proxies.business, 'open')],
    ['vector database silent', 40, set(proxies.vector, 'silent'), set(proxies.vector, 'open')],
    ['business database allows no connections', 20, allow(false), allow(true)],
  ];
  let failed = 0;
  for (const [title, seconds, begin, end] of cases) {
    await onDatabase(taskUrl, (client) => client.query('DELETE FROM data_pipeline_tasks'));
    for (let task = 0; task < tasks; task += 1) {
      await startTask(base);
    }
    await sleep(3_000);
    await begin();
    await sleep(seconds * 1_000);
    await end();
    console.log(`${title} for ${seconds} s: ${await ended(taskUrl)}`);
    failed += await failures(taskUrl);
  }
  return failed === 0 && crashes === 0;
}

const FAULTS = {
  terminations: (base, services) => terminations(base, services, Number(amount ?? 20_000)),
  forgotten: (base, services) => forgotten(base, services, Number(amount ?? 3)),
  outages: (base, services) => outages(base, services, Number(amount ?? 9)),
};

async function measure(taskUrl, businessUrl, vectorUrl) {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));
  await runMigrations(taskUrl);
  await onDatabase(businessUrl, (client) => installSampleDatabase(client));
  await onDatabase(vectorUrl, (client) => client.query('CREATE EXTENSION vector'));
  const proxies = { business: await openProxy(businessUrl), vector: await openProxy(vectorUrl) };
  const port = await getPort({ host: '127.0.0.1' });
  const env = {
    DATABASE_URL: taskUrl,
    BUSINESS_DATABASE_URL: proxies.business.url,
    VECTOR_DATABASE_URL: proxies.vector.url,
    QUEUE_URL: process.env.FAULTS_QUEUE === 'postgres' ? taskUrl : process.env.TEST_REDIS_URL,
    QUEUE_PREFIX: name,
    DATA_DIRECTORY: directory,
    RATE_LIMIT_PER_MINUTE: '0',
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const processes = ['api', 'worker', 'worker'].map((role) => startProcess(role, env));
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const urls = [taskUrl, businessUrl, vectorUrl];
    const base = `http://127.0.0.1:${port}/api/v0/data_pipeline`;
    return await FAULTS[fault](base, { taskUrl, businessUrl, proxies, urls });
  } finally {
    await Promise.all(processes.map(({ stop }) => stop()));
    Object.values(proxies).forEach((proxy) => proxy.close());
    await rm(directory, { recursive: true, force: true });
  }
}

let held = false;
await withScratchDatabase(`${name}_tasks`, (taskUrl) =>
  withScratchDatabase(`${name}_business`, (businessUrl) =>
    withScratchDatabase(`${name}_vectors`, async (vectorUrl) => {
      held = await measure(taskUrl, businessUrl, vectorUrl);
    }),
  ),
);
console.log(held ? 'held' : 'NOT HELD');
process.exit(held ? 0 : 1);
