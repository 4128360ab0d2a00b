/**
 * `node bench/ddl-generation.mjs [--tables 1000] [--times 4] [--rows 100] [--runs 3]`
 *
 * Runs the whole step, offline and with profiles, on made-up tables with rows, and in turn on several times as many, each
 * in a process of its own whose memory is sampled; medians of the seconds, the greatest memory. Files are written to a
 * temporary folder. Needs TEST_DATABASE_URL (databases of its own are made and dropped) and a build. The memory of a
 * whole worker is measured by `bench/ddl-generation-worker.mjs`.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { clearInterval, setInterval } from 'node:timers';
import { parseArgs, promisify } from 'node:util';
import { BusinessDatabases } from '#libs/business-database';
import { taskParametersSchema } from '#libs/pipeline';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { ENTRIES } from '../scripts/entries.mjs';
import { createBusinessSchema } from './business-schema.mjs';
import { median, report, withScratchDatabase } from './measure.mjs';

const { values } = parseArgs({
  options: {
    tables: { type: 'string', default: '1000' },
    times: { type: 'string', default: '4' },
    rows: { type: 'string', default: '100' },
    runs: { type: 'string', default: '3' },
    measure: { type: 'string' },
  },
});

/** The flags of a worker. */
const workerFlags = ENTRIES['start:worker'].slice(0, -1);
const MEGABYTE = 1024 * 1024;
const SAMPLE_EVERY_MS = 20;

async function runStep(url, folder) {
  const quiet = () => undefined;
  const files = {
    list: () => readdir(folder),
    read: (name) => readFile(path.join(folder, name), 'utf8'),
    write: (name, content) => writeFile(path.join(folder, name), content),
    keep: async () => undefined,
    remove: async () => undefined,
  };
  const input = {
    taskId: 'task_20260102_030405',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ business_context: 'a business with many tables' }),
    tables: ['*.*'],
  };
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const { signal } = new globalThis.AbortController();
  const database = new BusinessDatabases().open(url, { applicationName: 'bench', statementTimeoutMs: 120_000 });
  return new DdlGenerationStep({ chatModel: null }).run(input, { signal, database, log, files, progress: quiet });
}

/** The part of the process of its own: one run, its seconds and its peak memory. */
async function measureHere(url) {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-ddl-'));
  let peak = 0;
  const sample = () => (peak = Math.max(peak, process.memoryUsage.rss()));
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  const startedAt = performance.now();
  const result = await runStep(url, folder);
  const seconds = (performance.now() - startedAt) / 1000;
  sample();
  clearInterval(timer);
  await rm(folder, { recursive: true });
  console.log(JSON.stringify({ seconds, megabytes: peak / MEGABYTE, tables: result.processed_successfully }));
}

async function measure(url, tables) {
  const script = process.argv[1];
  const { stdout } = await promisify(execFile)(process.execPath, [...workerFlags, script, '--measure', url]);
  const measured = JSON.parse(stdout);
  if (measured.tables !== tables) {
    throw new Error(`${measured.tables} of ${tables} tables documented`);
  }
  const { seconds, megabytes } = measured;
  console.log(
    `${tables} tables × ${values.rows} rows: ${seconds.toFixed(1)} s, peak memory ${megabytes.toFixed(0)} MB, load ${loadavg()[0].toFixed(1)}`,
  );
  return measured;
}

async function withBusiness(tables, work) {
  await withScratchDatabase(`bench_ddl_${randomBytes(4).toString('hex')}`, async (url) => {
    await createBusinessSchema(url, { tables, rows: Number(values.rows) });
    await work(url);
  });
}

async function compare(fewUrl, manyUrl, tables, times) {
  const few = [];
  const many = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    few.push(await measure(fewUrl, tables));
    many.push(await measure(manyUrl, tables * times));
  }
  const [short, long] = [few, many].map((runs) => median(runs.map(({ seconds }) => seconds)));
  const peak = Math.max(...many.map(({ megabytes }) => megabytes));
  report(`the step on ${tables} tables`, {
    anchor: '15 s',
    ours: `${short.toFixed(1)} s`,
    ratio: short / 15,
    atMost: 1,
  });
  report(`the step on ${times} times as many tables`, {
    anchor: `${short.toFixed(1)} s`,
    ours: `${long.toFixed(1)} s`,
    ratio: long / short,
    atMost: times * 1.1,
  });
  report(`peak memory with ${tables * times} tables`, {
    anchor: '300 MB',
    ours: `${peak.toFixed(0)} MB`,
    ratio: peak / 300,
    atMost: 1,
  });
}

if (values.measure) {
  await measureHere(values.measure);
} else {
  const [tables, times] = [Number(values.tables), Number(values.times)];
  console.log(`${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`);
  await withBusiness(tables, (fewUrl) =>
    withBusiness(tables * times, (manyUrl) => compare(fewUrl, manyUrl, tables, times)),
  );
}
