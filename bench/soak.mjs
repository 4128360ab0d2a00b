/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/soak.mjs [minutes=30]`: the built api and one worker at their default
 * settings run complete tasks of the sample one after another, beside readers of lists, files, logs and streams; each task
 * is deleted when another is done. Prints the heap of both processes after a collection of garbage, resident memory, open
 * handles and threads by the minute, and what heap, handles and resident memory gain in a minute after the first third
 * of the time (goals: at most 0.05 MB, 0, and 0.2 MB: V8 and the allocator give pages back late, so the resident memory of
 * half an hour still moves by some MB). It needs `npm run build`.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import getPort from 'get-port';
import { runMigrations } from '#libs/database';
import { installSampleDatabase, SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { ENTRIES } from '../scripts/entries.mjs';
import { ROOT } from '../scripts/installation.mjs';
import { withClient, withScratchDatabase } from './measure.mjs';
import { post } from './processes.mjs';

const MINUTES = Number(process.argv[2] ?? 30);
const SAMPLE_MS = 30_000;
const LOOKS_A_LINE = 2;
const READ_MS = 500;
const MOST_MB_A_MINUTE = 0.05;
const MOST_RESIDENT_MB_A_MINUTE = 0.2;
const OF_THE_INSPECTOR = /^(For help|Debugger|Starting inspector)/;
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
    return { role, samples: [], ...startInspected(args.at(-1), env, args.slice(0, -1)) };
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
    const response = await globalThis.fetch(url);
    const { data } = await response.json();
    // On a busy machine the database may not answer within the time that a client waits.
    if (response.status !== 503 && !['pending', 'in_progress'].includes(data.status)) {
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
  const start = performance.now();
  for (let look = 1; !isOver(); look += 1) {
    await sleep(SAMPLE_MS);
    // A look takes long on a busy machine.
    const minutes = (performance.now() - start) / 60_000;
    for (const { pid, heap, samples } of processes) {
      samples.push({ minutes, heap: await heap(), ...(await measure(pid)) });
    }
    if (look % LOOKS_A_LINE === 0) {
      const lines = processes.map(({ role, samples }) => `${role} ${said(samples.at(-1))}`);
      console.log(`minute ${minutes.toFixed(1)}: ${lines.join('; ')}`);
    }
  }
}

function said({ heap, resident, handles, threads }) {
  return `heap ${heap.toFixed(1)} MB, resident ${resident.toFixed(0)} MB, ${handles} handles, ${threads} threads`;
}

async function measure(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
  return { resident: of('VmRSS') / 1024, threads: of('Threads'), handles: (await readdir(`/proc/${pid}/fd`)).length };
}

function reportGrowth({ role, samples }) {
  const late = samples.filter(({ minutes }) => minutes > MINUTES / 3);
  const [heap, handles, resident] = ['heap', 'handles', 'resident'].map((figure) => slope(late, figure));
  const isMet = heap <= MOST_MB_A_MINUTE && handles < 0.1 && resident <= MOST_RESIDENT_MB_A_MINUTE;
  console.log(
    `${isMet ? 'met ' : 'MISS'} ${role}: ${heap.toFixed(3)} MB of heap, ${handles.toFixed(2)} handles and ` +
      `${resident.toFixed(2)} MB of resident memory a minute ` +
      `(goals at most ${MOST_MB_A_MINUTE} MB, 0 and ${MOST_RESIDENT_MB_A_MINUTE} MB)`,
  );
  process.exitCode = isMet ? process.exitCode : 1;
}

/** A process whose inspector listens, so that its garbage can be collected before its heap is measured. */
function startInspected(file, env, flags) {
  const args = [...flags, '--inspect=127.0.0.1:0', join(ROOT, file)];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const inspector = Promise.withResolvers();
  createInterface(child.stderr).on('line', (line) => {
    const [url] = /ws:\/\/\S+/.exec(line) ?? [];
    if (url !== undefined) {
      inspector.resolve(url);
    } else if (!OF_THE_INSPECTOR.test(line)) {
      console.error(line);
    }
  });
  const failed = exited.then(([code]) => {
    throw new Error(`${file} ended with ${code}`);
  });
  failed.catch(() => undefined);
  return {
    pid: child.pid,
    ready: Promise.race([once(child, 'message'), failed]),
    heap: async () => heapAfterCollection(await inspector.promise),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** @returns {Promise<number>} MB */
async function heapAfterCollection(url) {
  const socket = new globalThis.WebSocket(url);
  try {
    await once(socket, 'open');
    const ask = async (id, method) => {
      socket.send(JSON.stringify({ id, method }));
      for (;;) {
        const [{ data }] = await once(socket, 'message');
        const answer = JSON.parse(data);
        if (answer.id === id) {
          return answer.result;
        }
      }
    };
    await ask(1, 'HeapProfiler.collectGarbage');
    return (await ask(2, 'Runtime.getHeapUsage')).usedSize / 1024 ** 2;
  } finally {
    socket.close();
  }
}

/** The median slope between two looks: a look in the middle of a step also counts what the step holds. */
function slope(points, figure) {
  const slopes = points.flatMap((late, index) =>
    points.slice(0, index).map((early) => (late[figure] - early[figure]) / (late.minutes - early.minutes)),
  );
  return slopes.sort((a, b) => a - b)[Math.floor(slopes.length / 2)];
}
