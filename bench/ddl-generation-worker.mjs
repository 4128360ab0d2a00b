/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/ddl-generation-worker.mjs [--tables 4000] [--rows 100]`
 *
 * The greatest resident memory of a worker of the build that documents so many made-up tables, offline, and then once
 * more over what it has written. Pages of the program itself, which all processes share, count too.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import getPort from 'get-port';
import { runMigrations } from '#libs/database';
import { ENTRIES } from '../scripts/entries.mjs';
import { createBusinessSchema } from './business-schema.mjs';
import { report, withScratchDatabase } from './measure.mjs';
import { post, start } from './processes.mjs';

const { values } = parseArgs({
  options: { tables: { type: 'string', default: '4000' }, rows: { type: 'string', default: '100' } },
});
const name = `bench_ddl_${randomBytes(4).toString('hex')}`;
const POLL_MS = 200;

async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024;
}

async function get(url) {
  const response = await fetch(url);
  return (await response.json()).data;
}

/** One run of the step, from asking for it to its end. */
async function document(task) {
  const started = performance.now();
  await post(`${task}/execute`, { execution_mode: 'step', step_name: 'ddl_generation' });
  for (;;) {
    const status = (await get(task)).step_status.ddl_generation;
    if (status === 'completed') {
      return (performance.now() - started) / 1000;
    }
    if (status === 'failed') {
      throw new Error('the step failed');
    }
    await sleep(POLL_MS);
  }
}

async function measure(taskUrl, businessUrl) {
  const tables = Number(values.tables);
  await runMigrations(taskUrl);
  await createBusinessSchema(businessUrl, { tables, rows: Number(values.rows) });
  const directory = await mkdtemp(path.join(tmpdir(), 'data-pipeline-bench-'));
  const port = await getPort();
  const env = {
    PORT: String(port),
    DATABASE_URL: taskUrl,
    BUSINESS_DATABASE_URL: businessUrl,
    VECTOR_DATABASE_URL: taskUrl,
    QUEUE_URL: process.env.TEST_REDIS_URL,
    QUEUE_PREFIX: name,
    DATA_DIRECTORY: directory,
    LOG_LEVEL: 'error',
  };
  const processes = ['start:api', 'start:worker'].map((entry) =>
    start(ENTRIES[entry].at(-1), env, ENTRIES[entry].slice(0, -1)),
  );
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const worker = processes[1].pid;
    console.log(`worker at rest: ${(await peakMegabytes(worker)).toFixed(0)} MB, load ${loadavg()[0].toFixed(1)}`);
    const tasks = `http://127.0.0.1:${port}/api/v0/data_pipeline/tasks`;
    const asked = { tables: ['*.*'], business_context: 'a business with many tables' };
    const { task_id: id } = (await post(tasks, asked)).data;
    for (const run of ['first run', 'run again']) {
      const seconds = await document(`${tasks}/${id}`);
      const megabytes = await peakMegabytes(worker);
      report(`peak memory of a worker with ${tables} tables, ${run} (${seconds.toFixed(1)} s)`, {
        anchor: '300 MB',
        ours: `${megabytes.toFixed(0)} MB`,
        ratio: megabytes / 300,
        atMost: 1,
      });
    }
  } finally {
    await Promise.all(processes.map(({ stop }) => stop()));
    await rm(directory, { recursive: true, force: true });
  }
}

await withScratchDatabase(`${name}_tasks`, (taskUrl) =>
  withScratchDatabase(`${name}_business`, (businessUrl) => measure(taskUrl, businessUrl)),
);
process.exit();
