/**
 * A question set of the greatest size, from its upload to the comparison of two evaluations, by the built api and one worker
 * over HTTP. Prints the seconds of each part, the longest wait for another answer of the api meanwhile, and the peak memory
 * of both processes. The database is only read (Pagila).
 *   npm run build && TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/large-question-set.mjs DATABASE_URL [questions=50000]
 */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { runMigrations } from '#libs/database';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { withClient, withScratchDatabase } from './measure.mjs';
import { cpuSeconds, post, start } from './processes.mjs';

const LOOK_MS = 1_000;
const ASK_MS = 50;
const [url, count = '50000'] = process.argv.slice(2);
if (!url) {
  throw new Error('usage: node bench/large-question-set.mjs DATABASE_URL [questions]');
}
const suffix = randomBytes(4).toString('hex');

await withScratchDatabase(`large_set_tasks_${suffix}`, (tasks) =>
  withScratchDatabase(`large_set_vectors_${suffix}`, async (vectors) => {
    const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-large-set-'));
    const port = await getPort({ host: '127.0.0.1' });
    await runMigrations(tasks);
    await withClient(vectors, (client) => client.query('CREATE EXTENSION vector'));
    const env = {
      DATABASE_URL: tasks,
      BUSINESS_DATABASE_URL: url,
      VECTOR_DATABASE_URL: vectors,
      QUEUE_URL: process.env.TEST_REDIS_URL,
      QUEUE_PREFIX: `large_set_${suffix}`,
      DATA_DIRECTORY: folder,
      RATE_LIMIT_PER_MINUTE: '0',
      PORT: String(port),
      LOG_LEVEL: 'error',
    };
    const [api, worker] = ['api', 'worker'].map((app) => start(`dist/apps/${app}/src/main.js`, env));
    try {
      await Promise.all([api.ready, worker.ready]);
      await measure(`http://127.0.0.1:${port}/api/v0/data_pipeline`, { api, worker });
    } finally {
      await Promise.all([api.stop(), worker.stop()]);
      await rm(folder, { recursive: true, force: true });
    }
  }),
);

async function measure(base, processes) {
  const part = timedParts(base, processes);
  const task = await part('task', () => loadedTask(base));
  const questions = await withClient(url, (client) => questionsOver(client, Number(count)));
  const body = JSON.stringify(questions);
  console.log(`${questions.length} questions, ${(body.length / 1e6).toFixed(1)} MB`);
  const set = await part('upload', () => upload(base, task, body));
  const evaluations = [];
  for (const results of [10, 5]) {
    evaluations.push(await part(`evaluation with ${results} results`, () => evaluated(base, task, { set, results })));
  }
  const [first, second] = evaluations;
  const own = `${base}/tasks/${task}/evaluations/${second}`;
  await part('report as HTML', () => answered(`${own}/report?format=html`));
  await part('report as JSON', () => answered(`${own}/report?format=json`));
  await part('comparison', () => answered(`${own}/compare/${first}`));
  await part('remedies', () => answered(`${own}/remedies`));
}

/** Runs parts of the work one after another, each with its figures. */
function timedParts(base, { api, worker }) {
  return async (name, work) => {
    const before = await Promise.all([cpuSeconds(api.pid), cpuSeconds(worker.pid)]);
    const startedAt = performance.now();
    const waits = watchAnswers(base);
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    const longest = await waits.stop();
    const after = await Promise.all([cpuSeconds(api.pid), cpuSeconds(worker.pid)]);
    const [apiCpu, workerCpu] = after.map((value, index) => (value - before[index]).toFixed(1));
    const [apiPeak, workerPeak] = await Promise.all([peakMegabytes(api.pid), peakMegabytes(worker.pid)]);
    console.log(
      `${name}: ${seconds.toFixed(1)} s, CPU api ${apiCpu} s, worker ${workerCpu} s; longest wait ${longest.toFixed(0)} ms; ` +
        `peak api ${apiPeak} MB, worker ${workerPeak} MB; load ${loadavg()[0].toFixed(1)}`,
    );
    return result;
  };
}

function watchAnswers(base) {
  let [longest, isOver] = [0, false];
  const watching = (async () => {
    while (!isOver) {
      const askedAt = performance.now();
      await (await globalThis.fetch(new URL('/health', base))).arrayBuffer();
      longest = Math.max(longest, performance.now() - askedAt);
      await sleep(ASK_MS);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return longest;
    },
  };
}

async function peakMegabytes(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
}

async function loadedTask(base) {
  const { data } = await post(`${base}/tasks`, { tables: ['public.*'], business_context: 'bench', language: 'en' });
  await post(`${base}/tasks/${data.task_id}/execute`, {});
  await ended(`${base}/tasks/${data.task_id}`);
  return data.task_id;
}

/** Waits as long as it takes: `fetch` gives up after five minutes. */
async function upload(base, task, body) {
  const form = new globalThis.FormData();
  form.set('task_id', task);
  form.set('file', new globalThis.Blob([body]), 'large.json');
  const sent = new globalThis.Response(form);
  const headers = { 'content-type': sent.headers.get('content-type') };
  const asked = request(`${base}/question-sets/upload`, { method: 'POST', headers });
  asked.end(Buffer.from(await sent.arrayBuffer()));
  const [answer] = await once(asked, 'response');
  const { success, data, ...refused } = await json(answer);
  if (!success) {
    throw new Error(JSON.stringify(refused).slice(0, 2_000));
  }
  return data.set_id;
}

async function evaluated(base, task, { set, results }) {
  const path = `${base}/tasks/${task}/evaluations`;
  const { data } = await post(path, { set_id: set, results, arms: ['schema', 'documents', 'pairs', 'context'] });
  const { summary } = await ended(`${path}/${data.evaluation_id}`);
  console.log(JSON.stringify(summary.questions));
  return data.evaluation_id;
}

async function ended(address) {
  for (;;) {
    const { data } = await (await globalThis.fetch(address)).json();
    if (data.status === 'completed') {
      return data;
    }
    if (!['pending', 'in_progress', 'running'].includes(data.status)) {
      throw new Error(`${address} is ${data.status}`);
    }
    await sleep(LOOK_MS);
  }
}

async function answered(address) {
  const response = await globalThis.fetch(address);
  const { byteLength } = await response.arrayBuffer();
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  console.log(`${(byteLength / 1e6).toFixed(2)} MB`);
}

/** Different questions over the columns with numbers, each with its statement. */
async function questionsOver(client, wanted) {
  const { rows } = await client.query(`
    SELECT n.nspname AS schema, c.relname AS name, a.attname AS column
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      JOIN pg_type t ON t.oid = a.atttypid
     WHERE c.relkind = 'r' AND NOT c.relispartition AND n.nspname = 'public' AND t.typcategory = 'N' AND c.reltuples < 20000
     ORDER BY 1, 2, a.attnum`);
  return Array.from({ length: wanted }, (_, index) => {
    const { schema, name, column } = rows[index % rows.length];
    const least = Math.floor(index / rows.length);
    return {
      id: `q${index}`,
      question: `How many ${name} records have a ${column.replaceAll('_', ' ')} of at least ${least}?`,
      gold_sql: [`SELECT count(*) FROM ${qualifiedName(schema, name)} WHERE ${quoteIdentifier(column)} >= ${least}`],
    };
  });
}
