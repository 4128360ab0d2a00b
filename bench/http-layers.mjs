/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/http-layers.mjs [pairs=1500]`: where the CPU time of create + execute
 * goes, of the built api and of the anchor of `bench/http.mjs`, after a third as many for warming up. Prints, per pair of
 * requests, microseconds by layer, statements and Redis commands. Times of both processes are those of the system,
 * divided by samples of the stack. Sampling costs a few per cent. No goal.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runMigrations } from '#libs/database';
import getPort from 'get-port';
import { withScratchDatabase } from './measure.mjs';
import { cpuSeconds, post, start } from './processes.mjs';

const PAIRS = Number(process.argv[2] ?? 1500);
const CONNECTIONS = 20;
const PROFILE = ['--import', new URL('layer-profile.mjs', import.meta.url).href];

const name = `bench_layers_${randomBytes(4).toString('hex')}`;

async function repeat(times, work) {
  let left = times;
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left > 0) {
        left -= 1;
        await work();
      }
    }),
  );
}

async function answerTo(one, message) {
  const answer = one.message();
  one.send(message);
  const [content] = await answer;
  return content;
}

/** Per pair of requests. */
async function measure(one, work) {
  await repeat(PAIRS / 3, work);
  await answerTo(one, 'start');
  const before = await cpuSeconds(one.pid);
  await repeat(PAIRS, work);
  const cpu = ((await cpuSeconds(one.pid)) - before) * 1e6;
  const { times, counts } = await answerTo(one, 'stop');
  const sampled = Object.values(times).reduce((sum, time) => sum + time, 0);
  const byLayer = Object.entries(times).map(([layer, time]) => [layer, ((time / sampled) * cpu) / PAIRS]);
  return {
    ...Object.fromEntries(byLayer),
    'all, µs': cpu / PAIRS,
    statements: counts.statements / PAIRS,
    'Redis commands': counts.commands / PAIRS,
  };
}

function print(anchor, ours) {
  const names = [...new Set([...Object.keys(ours), ...Object.keys(anchor)])];
  const rows = names.map((row) => [row, anchor[row] ?? 0, ours[row] ?? 0]);
  console.log(`${'per pair of requests'.padEnd(28)}${'anchor'.padStart(9)}${'ours'.padStart(9)}`);
  for (const [row, bare, own] of rows) {
    const digits = /statements|commands/.test(row) ? 1 : 0;
    console.log(`${row.padEnd(28)}${bare.toFixed(digits).padStart(9)}${own.toFixed(digits).padStart(9)}`);
  }
}

const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-layers-'));
try {
  await withScratchDatabase(name, async (url) => {
    await runMigrations(url);
    const [apiPort, anchorPort] = [await getPort(), await getPort()];
    const services = { DATABASE_URL: url, QUEUE_URL: process.env.TEST_REDIS_URL };
    const api = start(
      'dist/apps/api/src/main.js',
      {
        ...services,
        PORT: String(apiPort),
        BUSINESS_DATABASE_URL: url,
        VECTOR_DATABASE_URL: url,
        DATA_DIRECTORY: directory,
        QUEUE_PREFIX: name,
        LOG_LEVEL: 'error',
      },
      PROFILE,
    );
    const anchor = start(
      'bench/http-anchor.mjs',
      {
        ...services,
        PORT: String(anchorPort),
        ANCHOR_PREFIX: `${name}_anchor`,
        ANCHOR_STATE: 'SELECT 1',
        ANCHOR_PAGE: 'SELECT 1',
      },
      PROFILE,
    );
    try {
      await Promise.all([api.ready, anchor.ready]);
      const bare = await measure(anchor, async () => {
        const origin = `http://127.0.0.1:${anchorPort}`;
        const { id } = await post(`${origin}/create?rows=same`);
        await post(`${origin}/execute/${id}?rows=same`);
      });
      const ours = await measure(api, async () => {
        const tasks = `http://127.0.0.1:${apiPort}/api/v0/data_pipeline/tasks`;
        const { data } = await post(tasks, { business_context: 'bench', tables: ['data_pipeline_tasks'] });
        await post(`${tasks}/${data.task_id}/execute`, {});
      });
      print(bare, ours);
      console.log(`load of the machine at the end: ${loadavg()[0].toFixed(1)}`);
    } finally {
      await Promise.all([api.stop(), anchor.stop()]);
    }
  });
} finally {
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
