/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/workers.mjs [tasks=100] [workers=1,2,4] [concurrency=2] [rounds=1]`:
 * complete runs of the bundled sample, offline, by so many worker processes of the build; against the steps alone in as
 * many bare processes, as many tasks at a time, over the same databases. Goal: less than 10 % of our time is not step work.
 *
 * Step work is measured by running the steps alone. A clock around the steps of our workers would count waiting for the
 * rest of the worker as step work, and more processes than cores slow both sides down alike. The clock runs from the
 * moment when all processes are up to the last end. The queue of the first step is paused until then; otherwise the first
 * worker would start while others still load their code. Both sides run in turn; the medians of the rounds count.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Queue } from 'bullmq';
import getPort from 'get-port';
import pg from 'pg';
import { runMigrations } from '#libs/database';
import { STEP_NAMES } from '#libs/pipeline';
import { installSampleDatabase, SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { median, report, withScratchDatabase } from './measure.mjs';
import { cpuSeconds, post, start } from './processes.mjs';

const TASKS = Number(process.argv[2] ?? 100);
const WORKERS = (process.argv[3] ?? '1,2,4').split(',').map(Number);
/**
 * Jobs of a queue that a worker runs at a time; two is the default. A worker opens some thirty connections with two, and
 * a PostgreSQL that allows a hundred has no room for four workers: they need one.
 */
const CONCURRENCY = Number(process.argv[4] ?? 2);
const TASKS_AT_ONCE = CONCURRENCY * STEP_NAMES.length;
const ROUNDS = Number(process.argv[5] ?? 1);
const POLL_MS = 250;

const name = `bench_workers_${randomBytes(4).toString('hex')}`;

async function onDatabase(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Of all of them. */
async function cpuSecondsOf(processes) {
  const each = await Promise.all(processes.map(({ pid }) => cpuSeconds(pid)));
  return each.reduce((sum, seconds) => sum + seconds, 0);
}

/** Runs `work` while so many processes of the program are up, with the CPU time that they have used so far. */
async function withProcesses(count, file, env, work) {
  const processes = Array.from({ length: count }, () => start(file, env));
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const before = await cpuSecondsOf(processes);
    return await work(processes, before);
  } finally {
    await Promise.all(processes.map(({ stop }) => stop()));
  }
}

/** Creates the tasks and puts their runs into the queues, before any worker runs. */
async function enqueueRuns(env) {
  const port = await getPort();
  await withProcesses(1, 'dist/apps/api/src/main.js', { ...env, PORT: String(port) }, async () => {
    const tasks = `http://127.0.0.1:${port}/api/v0/data_pipeline/tasks`;
    for (let number = 0; number < TASKS; number += 1) {
      const { data: task } = await post(tasks, { tables: SAMPLE_TABLES, business_context: SAMPLE_BUSINESS_CONTEXT });
      await post(`${tasks}/${task.task_id}/execute`, {});
    }
  });
}

/** Runs `work` while no run can begin; it is given what lets them. */
async function withFirstStepPaused(work) {
  const queue = new Queue(STEP_NAMES[0], { connection: { url: process.env.TEST_REDIS_URL }, prefix: name });
  await queue.pause();
  try {
    return await work(() => queue.resume());
  } finally {
    await queue.close();
  }
}

/** Resolves when every task has completed. */
async function allCompleted(client) {
  for (;;) {
    const { rows } = await client.query(
      `SELECT count(*) FILTER (WHERE status NOT IN ('in_progress', 'completed'))::int AS failed,
              count(*) FILTER (WHERE status = 'in_progress')::int AS open FROM data_pipeline_tasks`,
    );
    if (rows[0].failed > 0) {
      throw new Error(`${rows[0].failed} tasks did not complete`);
    }
    if (rows[0].open === 0) {
      return;
    }
    await sleep(POLL_MS);
  }
}

/** Our workers: seconds from the moment when they may begin to the last end, and their CPU time meanwhile. */
async function runOurs(workers, env, taskUrl) {
  await onDatabase(taskUrl, (client) => client.query('DELETE FROM data_pipeline_tasks'));
  return withFirstStepPaused(async (begin) => {
    await enqueueRuns(env);
    return withProcesses(workers, 'dist/apps/worker/src/main.js', env, (processes, before) =>
      onDatabase(taskUrl, async (client) => {
        const beganAt = Date.now();
        await begin();
        await allCompleted(client);
        const { rows } = await client.query(
          `SELECT extract(epoch FROM max(completed_at))::float8 AS ended FROM data_pipeline_task_executions`,
        );
        return { seconds: rows[0].ended - beganAt / 1000, cpu: (await cpuSecondsOf(processes)) - before };
      }),
    );
  });
}

/** The steps alone, the tasks dealt out evenly. */
async function runBare(count, env) {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));
  const variables = { ...env, DATA_DIRECTORY: directory, ANCHOR_CONCURRENCY: String(TASKS_AT_ONCE) };
  try {
    return await withProcesses(count, 'bench/workers-anchor.mjs', variables, async (processes, before) => {
      const begin = performance.now();
      await Promise.all(
        processes.map(async ({ send, message }, index) => {
          const share = Array.from({ length: TASKS }, (_, task) => `bare_${task}`).filter(
            (_, task) => task % count === index,
          );
          const done = message();
          send(share);
          await done;
        }),
      );
      return { seconds: (performance.now() - begin) / 1000, cpu: (await cpuSecondsOf(processes)) - before };
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(taskUrl, businessUrl, vectorUrl) {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));
  await runMigrations(taskUrl);
  await onDatabase(businessUrl, (client) => installSampleDatabase(client));
  const emptyVectors = () =>
    onDatabase(vectorUrl, (client) =>
      client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE EXTENSION vector'),
    );
  const env = {
    DATABASE_URL: taskUrl,
    BUSINESS_DATABASE_URL: businessUrl,
    VECTOR_DATABASE_URL: vectorUrl,
    QUEUE_URL: process.env.TEST_REDIS_URL,
    QUEUE_PREFIX: name,
    WORKER_CONCURRENCY: String(CONCURRENCY),
    DATA_DIRECTORY: directory,
    LOG_LEVEL: 'error',
  };
  try {
    for (const workers of WORKERS) {
      const rounds = { bare: [], ours: [] };
      for (let round = 0; round < ROUNDS; round += 1) {
        await emptyVectors();
        rounds.bare.push(await runBare(workers, env));
        await emptyVectors();
        rounds.ours.push(await runOurs(workers, env, taskUrl));
      }
      const seconds = (runs) => median(runs.map((run) => run.seconds));
      const shown = (runs) => `${seconds(runs).toFixed(1)} s (CPU ${median(runs.map(({ cpu }) => cpu)).toFixed(1)} s)`;
      report(`${TASKS} tasks, ${workers} workers, share that is not step work (load ${loadavg()[0].toFixed(1)})`, {
        anchor: shown(rounds.bare),
        ours: shown(rounds.ours),
        ratio: (seconds(rounds.ours) - seconds(rounds.bare)) / seconds(rounds.ours),
        atMost: 0.1,
      });
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

await withScratchDatabase(`${name}_tasks`, (taskUrl) =>
  withScratchDatabase(`${name}_business`, (businessUrl) =>
    withScratchDatabase(`${name}_vectors`, (vectorUrl) => measure(taskUrl, businessUrl, vectorUrl)),
  ),
);
process.exit();
