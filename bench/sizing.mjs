/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/sizing.mjs [copies=1,7,28]`: one complete run, offline, by one API and one worker
 * of the build, over so many copies of the bundled sample (7 tables), each in a schema of its own. Prints a row per size: time, CPU and highest memory
 * of the worker, and the bytes that the run leaves: files, task database, vector store. No goal: the figures of
 * docs/operations.md come from here.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import getPort from 'get-port';
import { runMigrations } from '#libs/database';
import { SAMPLE_BUSINESS_CONTEXT } from '#libs/sample-database';
import { withClient, withScratchDatabase } from './measure.mjs';
import { completedTask, cpuSeconds, post, start } from './processes.mjs';
import { installSampleCopies } from './sample-copies.mjs';

const COPIES = (process.argv[2] ?? '1,7,28').split(',').map(Number);
const MEBIBYTE = 1024 ** 2;

const megabytes = (bytes) => `${(bytes / MEBIBYTE).toFixed(bytes < 10 * MEBIBYTE ? 1 : 0)} MB`;

/** The highest resident memory of a process so far. */
async function peakBytes(pid) {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}

const databaseBytes = (url) =>
  withClient(url, async (client) => {
    const { rows } = await client.query('SELECT pg_database_size(current_database())::float8 AS bytes');
    return rows[0].bytes;
  });

async function folderBytes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries.filter((entry) => entry.isFile()).map((entry) => stat(join(entry.parentPath, entry.name)));
  return (await Promise.all(sizes)).reduce((sum, { size }) => sum + size, 0);
}

async function measure({ taskUrl, businessUrl, vectorUrl, prefix }) {
  const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-sizing-'));
  const port = await getPort();
  const env = {
    DATABASE_URL: taskUrl,
    BUSINESS_DATABASE_URL: businessUrl,
    VECTOR_DATABASE_URL: vectorUrl,
    QUEUE_URL: process.env.TEST_REDIS_URL,
    QUEUE_PREFIX: prefix,
    DATA_DIRECTORY: directory,
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const processes = ['api', 'worker'].map((role) => start(`dist/apps/${role}/src/main.js`, env));
  const [, worker] = processes;
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const [idle, before] = [await peakBytes(worker.pid), await cpuSeconds(worker.pid)];
    const empty = [await databaseBytes(taskUrl), await databaseBytes(vectorUrl)];
    const api = `http://127.0.0.1:${port}/api/v0/data_pipeline/tasks`;
    const { data } = await post(api, { tables: ['*.*'], business_context: SAMPLE_BUSINESS_CONTEXT });
    const began = performance.now();
    await post(`${api}/${data.task_id}/execute`, {});
    await completedTask(`${api}/${data.task_id}`);
    const seconds = (performance.now() - began) / 1000;
    const { data: stats } = await (await globalThis.fetch(api.replace(/tasks$/, 'stats'))).json();
    return [
      stats.results.tables,
      stats.results.pairs,
      stats.results.loaded_records,
      `${seconds.toFixed(0)} s`,
      `${((await cpuSeconds(worker.pid)) - before).toFixed(0)} s`,
      `${megabytes(await peakBytes(worker.pid))} (idle ${megabytes(idle)})`,
      megabytes(await folderBytes(join(directory, 'training_data', data.task_id))),
      megabytes((await databaseBytes(taskUrl)) - empty[0]),
      megabytes((await databaseBytes(vectorUrl)) - empty[1]),
    ];
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
    await rm(directory, { recursive: true, force: true });
  }
}

console.log(
  '| Tables | Pairs | Records | Time | CPU of the worker | Memory of the worker | Files | Task database | Vectors |',
);
console.log('|---|---|---|---|---|---|---|---|---|');
for (const copies of COPIES) {
  const prefix = `bench_sizing_${randomBytes(4).toString('hex')}`;
  await withScratchDatabase(`${prefix}_tasks`, (taskUrl) =>
    withScratchDatabase(`${prefix}_business`, (businessUrl) =>
      withScratchDatabase(`${prefix}_vectors`, async (vectorUrl) => {
        await runMigrations(taskUrl);
        await withClient(vectorUrl, (client) => client.query('CREATE EXTENSION vector'));
        await installSampleCopies(businessUrl, copies);
        console.log(`| ${(await measure({ taskUrl, businessUrl, vectorUrl, prefix })).join(' | ')} |`);
      }),
    ),
  );
}
console.log(`\nload of the machine at the end: ${loadavg()[0].toFixed(1)}`);
