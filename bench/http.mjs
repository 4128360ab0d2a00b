/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/http.mjs [seconds=5] [rounds=3] [part]`: requests a second, p99 and CPU time
 * of the built api against a bare NestJS-Fastify route that does the same indexed SELECT: the same statement, prepared,
 * through the same driver, its rows as JSON (goals: 0.7 of its rate, 1.5 times its p99; 0.9 and 1.2 where every client asks
 * for another page). For comparison, without a goal, the least that such a route could ask for: one row by its primary key,
 * 50 rows of the one table. Then create + execute against a bare BullMQ flow plus the inserts of the same rows, in two
 * requests as well (goals: 0.75 of its rate, 1.6 times its CPU time); ours also writes three files. For comparison, without a
 * goal, with the rows of tasks and executions only. Both run in turn over the same 2,000 tasks with four executions each,
 * medians count. Last the CPU time of an idle api with its monitoring (goal: under 1 % of a core). A missed goal gives exit
 * code 1. `[part]`: `reads`, `writes` or `idle` alone.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import getPort from 'get-port';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { dataSourceOptions, runMigrations } from '#libs/database';
import { TaskPageQuery, TaskStateQuery } from '#libs/tasks';
import { median, report } from './measure.mjs';
import { cpuSeconds, post, start } from './processes.mjs';

const [SECONDS = 5, ROUNDS = 3] = process.argv.slice(2, 4).map(Number);
const PART = process.argv[4];
const { TEST_DATABASE_URL: SERVER = '', TEST_REDIS_URL: REDIS = '' } = process.env;
const TASKS = 2_000;
const PREFIX = '/api/v0/data_pipeline';
const CONNECTIONS = 20;
const IDLE_SECONDS = 60;
/** A process that has just started, or just been busy, goes on compiling and collecting for a while. */
const SETTLE_SECONDS = 60;
/** Requests go to so many different tasks in turn. */
const ASKED_TASKS = 100;

const name = `bench_http_${randomBytes(4).toString('hex')}`;
const databaseUrl = Object.assign(new URL(SERVER), { pathname: `/${name}` }).toString();
const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));

async function onServer(url, statement) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(statement).finally(() => client.end());
}

/** @param pathOf path of a task, or of the list */
async function load({ pid, origin }, pathOf) {
  const requests = Array.from({ length: ASKED_TASKS }, (_, index) => ({ path: pathOf(`task_${index + 1}`) }));
  let connections = 0;
  /** Every connection begins with another one, so that they do not ask for the same in step. */
  const setupClient = (client) => {
    const first = (connections++ * requests.length) / CONNECTIONS;
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
  };
  const before = await cpuSeconds(pid);
  const result = await autocannon({ url: origin, setupClient, duration: SECONDS, connections: CONNECTIONS });
  if (result.non2xx + result.errors > 0) {
    throw new Error(`${origin}: ${result.non2xx} answers that are not 2xx, ${result.errors} errors`);
  }
  const cpu = ((await cpuSeconds(pid)) - before) / result.requests.total;
  return { rate: result.requests.average, p99: result.latency.p99, cpu };
}

/** Anchor and ours in turn. */
async function compare(title, anchor, ours, goal = {}) {
  const rounds = { anchor: [], ours: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.anchor.push(await anchor());
    rounds.ours.push(await ours());
  }
  console.log(title);
  const line = (name, of, digits, wanted) => {
    const [bare, own] = [median(rounds.anchor.map(of)), median(rounds.ours.map(of))];
    const [anchorFigure, ownFigure] = [bare.toFixed(digits), own.toFixed(digits)];
    if (wanted === undefined) {
      const ratio = (own / bare).toFixed(2);
      console.log(`     ${name}: anchor ${anchorFigure}, ours ${ownFigure}, ratio ${ratio}`);
    } else {
      report(name, { anchor: anchorFigure, ours: ownFigure, ratio: own / bare, ...wanted });
    }
  };
  line('requests/s', ({ rate }) => rate, 0, goal.rate);
  line('p99 ms', ({ p99 }) => p99, 0, goal.p99);
  line('CPU µs', ({ cpu }) => cpu * 1e6, 0, goal.cpu);
}

/** How often a second with as many connections. */
async function repeat(pid, work) {
  const [begin, before] = [performance.now(), await cpuSeconds(pid)];
  const times = [];
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (performance.now() - begin < SECONDS * 1000) {
        const start = performance.now();
        await work();
        times.push(performance.now() - start);
      }
    }),
  );
  const rate = times.length / ((performance.now() - begin) / 1000);
  times.sort((left, right) => left - right);
  const cpu = ((await cpuSeconds(pid)) - before) / times.length;
  return { rate, p99: times[Math.floor(times.length * 0.99)], cpu };
}

/** The statements that our routes run, for the anchor. */
async function statementsOfRoutes() {
  const dataSource = await new DataSource(dataSourceOptions(databaseUrl, 1, name)).initialize();
  const { text: state } = new TaskStateQuery(dataSource).stateStatement;
  const { text: page } = new TaskPageQuery(dataSource).statement;
  await dataSource.destroy();
  return { state, page };
}

async function reads(ours, bare) {
  const loadOurs = (path) => () => load(ours, (id) => `${PREFIX}${path(id)}`);
  const loadBare = (path) => () => load(bare, path);
  const task = (id) => `/tasks/${id}`;
  const list = () => '/tasks';
  const page = (id) => `/tasks?offset=${id.replace('task_', '')}`;
  const row = (id) => `/rows/${id}`;
  const rows = () => '/rows';
  const goal = { rate: { atLeast: 0.7 }, p99: { atMost: 1.5 } };
  const ofPages = { rate: { atLeast: 0.9 }, p99: { atMost: 1.2 } };
  await loadBare(task)();
  await loadOurs(task)();
  await compare('GET /tasks/{id}, the same statement', loadBare(task), loadOurs(task), goal);
  await compare('GET /tasks/{id}, one row by primary key', loadBare(row), loadOurs(task));
  await compare('GET /tasks, the same statement', loadBare(list), loadOurs(list), goal);
  await compare('GET /tasks, the same statement, everybody another page', loadBare(page), loadOurs(page), ofPages);
  await compare('GET /tasks, 50 rows of the one table', loadBare(rows), loadOurs(list));
}

async function writes(ours, bare) {
  const anchor = (rows) => () =>
    repeat(bare.pid, async () => {
      const { id } = await post(`${bare.origin}/create?rows=${rows}`);
      await post(`${bare.origin}/execute/${id}?rows=${rows}`);
    });
  const own = () =>
    repeat(ours.pid, async () => {
      const { data } = await post(`${ours.origin}${PREFIX}/tasks`, {
        business_context: 'bench',
        tables: ['data_pipeline_tasks'],
      });
      await post(`${ours.origin}${PREFIX}/tasks/${data.task_id}/execute`, {});
    });
  // Warm-up: the first requests of a process run code that is not compiled yet, ours more than the anchor's.
  await anchor('same')();
  await own();
  await compare('create + execute, the same rows', anchor('same'), own, {
    rate: { atLeast: 0.75 },
    cpu: { atMost: 1.6 },
  });
  await compare('create + execute, rows of tasks and executions only', anchor('least'), own);
}

async function idle(ours) {
  await sleep(SETTLE_SECONDS * 1000);
  const before = await cpuSeconds(ours.pid);
  await sleep(IDLE_SECONDS * 1000);
  const percent = ((await cpuSeconds(ours.pid)) - before) / IDLE_SECONDS;
  const isMet = percent < 0.01;
  console.log(
    `${isMet ? 'met ' : 'MISS'} idle api with monitoring: ${(percent * 100).toFixed(2)} % of a core (goal < 1 %)`,
  );
  process.exitCode = isMet ? process.exitCode : 1;
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
  await onServer(
    databaseUrl,
    `INSERT INTO data_pipeline_task_executions (execution_id, task_id, run_id, execution_step, status, started_at,
       completed_at, duration_seconds, execution_result)
     SELECT task_id || step, task_id, md5(task_id)::uuid, step, 'completed', now(), now(), 12.5, '{"total_tables": 7}'
       FROM data_pipeline_tasks,
            unnest(ARRAY['ddl_generation', 'qa_generation', 'sql_validation', 'training_load']) AS step`,
  );
  await onServer(databaseUrl, 'VACUUM ANALYZE');
  const statements = await statementsOfRoutes();
  const [apiPort, anchorPort] = [await getPort(), await getPort()];
  const services = { DATABASE_URL: databaseUrl, QUEUE_URL: REDIS };
  const api = start('dist/apps/api/src/main.js', {
    ...services,
    PORT: String(apiPort),
    BUSINESS_DATABASE_URL: databaseUrl,
    VECTOR_DATABASE_URL: databaseUrl,
    DATA_DIRECTORY: directory,
    QUEUE_PREFIX: name,
    LOG_LEVEL: 'error',
  });
  const anchor = start('bench/http-anchor.mjs', {
    ...services,
    PORT: String(anchorPort),
    ANCHOR_PREFIX: `${name}_anchor`,
    ANCHOR_STATE: statements.state,
    ANCHOR_PAGE: statements.page,
  });
  processes.push(api, anchor);
  await Promise.all(processes.map(({ ready }) => ready));
  const ours = { pid: api.pid, origin: `http://127.0.0.1:${apiPort}` };
  const bare = { pid: anchor.pid, origin: `http://127.0.0.1:${anchorPort}` };
  console.log(`load average ${loadavg()[0].toFixed(1)}; ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s`);
  for (const [part, measure] of Object.entries({ reads, writes, idle })) {
    if (PART === undefined || PART === part) {
      await measure(ours, bare);
    }
  }
} finally {
  await Promise.all(processes.map((one) => one.stop()));
  await onServer(SERVER, `DROP DATABASE ${name} WITH (FORCE)`);
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
