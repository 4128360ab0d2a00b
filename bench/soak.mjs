/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/soak.mjs [minutes=30]`: the built api and one worker at their default
 * settings run complete tasks of the sample one after another, beside readers of lists, files, logs and streams; each task
 * is deleted when another is done. Prints resident memory, open handles and threads of both processes by the minute, and
 * what they gain in a minute after the first third of the time (goals: memory at most 0.2 MB, handles 0). It needs
 * `npm run build`.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { runMigrations } from '#libs/database';
import { installSampleDatabase, SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { ENTRIES } from '../scripts/entries.mjs';
import { withClient, withScratchDatabase } from './measure.mjs';
import { post, start } from './processes.mjs';

const MINUTES = Number(process.argv[2] ?? 30);
const SAMPLE_MS = 5_000;
const READ_MS = 500;
const MOST_MB_A_MINUTE = 0.2;
/** What the readers ask for. */
const newest = { taskId: null };
const suffix = randomBytes(4).toString('hex');

await withScratchDatabase(`soak_tasks_${suffix}`, (tasks) =>
  withScratchDatabase(`soak_business_${suffix}`, (business) =>
    withScratchDatabase(`soak_vectors_${suffix}`, async (vectors) => {
      const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-soak-'));
      try {
        await runMigrations(tasks);
        await withClient(business, (client) => installSampleDatabase(client));
        await withClient(business, (client) => client.query('ANALYZE'));
        await withClient(vectors, (client) => client.query('CREATE EXTENSION vector'));
        await soak({
          DATABASE_URL: tasks,
          BUSINESS_DATABASE_URL: business,
          VECTOR_DATABASE_URL: vectors,
          QUEUE_URL: process.env.TEST_REDIS_URL,
          QUEUE_PREFIX: `soak_${suffix}`,
          DATA_DIRECTORY: folder,
          RATE_LIMIT_PER_MINUTE: '0',
          PORT: String(await getPort({ host: '127.0.0.1' })),
          LOG_LEVEL: 'error',
        });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }),
  ),
);

async function soak(env) {
  const processes = ['api', 'worker'].map((role) => {
    const args = ENTRIES[`start:${role}`];
    return { role, samples: [], ...start(args.at(-1), env, args.slice(0, -1)) };
  });
  const base = `http://127.0.0.1:${env.PORT}/api/v0/data_pipeline`;
  const end = performance.now() + MINUTES * 60_000;
  const isOver = () => performance.now() > end;
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const [tasks, reads] = await Promise.all([runTasks(base, isOver), readAll(base, isOver), watch(processes, isOver)]);
    console.log(`${tasks} tasks, ${reads} reads in ${MINUTES} minutes`);
    processes.forEach(reportGrowth);
  } finally {
    await Promise.all(processes.map(({ stop }) => stop()));
  }
}

async function runTasks(base, isOver) {
  let done = 0;
  let previous = null;
  while (!isOver()) {
    const body = { tables: SAMPLE_TABLES, business_context: SAMPLE_BUSINESS_CONTEXT };
    const { data } = await post(`${base}/tasks`, body);
    newest.taskId = data.task_id;
    await post(`${base}/tasks/${data.task_id}/execute`, {});
    const status = await ended(`${base}/tasks/${data.task_id}`);
    if (status !== 'completed') {
      throw new Error(`${data.task_id} is ${status}`);
    }
    done += 1;
    if (previous !== null) {
      await globalThis.fetch(`${base}/tasks/${previous}`, { method: 'DELETE' });
    }
    previous = data.task_id;
  }
  return done;
}

async function ended(url) {
  for (;;) {
    const { data } = await (await globalThis.fetch(url)).json();
    if (!['pending', 'in_progress'].includes(data.status)) {
      return data.status;
    }
    await sleep(200);
  }
}

/** What a console and a reader ask for, in turn; streams are left in their middle. */
async function readAll(base, isOver) {
  let reads = 0;
  while (!isOver()) {
    const own = newest.taskId === null ? [] : ['', '/files', '/logs?limit=50', '/events', '/pairs?limit=20'];
    const paths = ['/tasks', '/monitor/status', ...own.map((path) => `/tasks/${newest.taskId}${path}`)];
    for (const path of paths) {
      const leave = new AbortController();
      const response = await globalThis.fetch(`${base}${path}`, { signal: leave.signal });
      await (path.endsWith('/events') ? response.body.getReader().read() : response.arrayBuffer());
      leave.abort();
      reads += 1;
      await sleep(READ_MS);
    }
  }
  return reads;
}

async function watch(processes, isOver) {
  let minute = 0;
  for (let look = 1; !isOver(); look += 1) {
    await sleep(SAMPLE_MS);
    for (const { pid, samples } of processes) {
      samples.push({ minutes: (look * SAMPLE_MS) / 60_000, ...(await measure(pid)) });
    }
    if (Math.floor((look * SAMPLE_MS) / 60_000) > minute) {
      minute += 1;
      console.log(
        `minute ${minute}: ${processes.map(({ role, samples }) => `${role} ${said(samples.at(-1))}`).join('; ')}`,
      );
    }
  }
}

function said({ megabytes, handles, threads }) {
  return `${megabytes.toFixed(0)} MB, ${handles} handles, ${threads} threads`;
}

async function measure(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  const handles = (await readdir(`/proc/${pid}/fd`)).length;
  return { megabytes: of('VmRSS') / 1024, threads: of('Threads'), handles };
}

/** Of the lowest sample of each minute: what is between two collections of garbage is no growth. */
function reportGrowth({ role, samples }) {
  const late = samples.filter(({ minutes }) => minutes > MINUTES / 3);
  const lowest = Object.values(Object.groupBy(late, ({ minutes }) => Math.floor(minutes))).map((own) => ({
    minutes: own[0].minutes,
    megabytes: Math.min(...own.map(({ megabytes }) => megabytes)),
    handles: Math.min(...own.map(({ handles }) => handles)),
  }));
  const [memory, handles] = ['megabytes', 'handles'].map((figure) => slope(lowest, figure));
  const isMet = memory <= MOST_MB_A_MINUTE && handles < 0.1;
  console.log(
    `${isMet ? 'met ' : 'MISS'} ${role}: ${memory.toFixed(2)} MB and ${handles.toFixed(2)} handles a minute ` +
      `(goal at most ${MOST_MB_A_MINUTE} MB and 0)`,
  );
  process.exitCode = isMet ? process.exitCode : 1;
}

/** Least squares. */
function slope(points, figure) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map(({ minutes }) => minutes)), mean(points.map((point) => point[figure]))];
  const over = points.reduce((sum, { minutes }) => sum + (minutes - x) ** 2, 0);
  return points.reduce((sum, point) => sum + (point.minutes - x) * (point[figure] - y), 0) / over;
}
