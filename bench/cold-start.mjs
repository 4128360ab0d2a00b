/**
 * `TEST_DATABASE_URL=… TEST_REDIS_URL=… node bench/cold-start.mjs [rounds=5]`: how long an API and a worker of the build
 * take from the start of their process until they are ready, on migrated tables, one after the other. Prints the median
 * and the longest time, with the CPU time. No goal.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { runMigrations } from '#libs/database';
import { median, withScratchDatabase } from './measure.mjs';
import { cpuSeconds, start } from './processes.mjs';

const ROUNDS = Number(process.argv[2] ?? 5);

const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-start-'));
const name = `bench_start_${randomBytes(4).toString('hex')}`;

async function startOnce(role, env) {
  const began = performance.now();
  const one = start(`dist/apps/${role}/src/main.js`, env);
  try {
    await one.ready;
    return { seconds: (performance.now() - began) / 1000, cpu: await cpuSeconds(one.pid) };
  } finally {
    await one.stop();
  }
}

try {
  await withScratchDatabase(name, async (url) => {
    await runMigrations(url);
    const env = {
      DATABASE_URL: url,
      BUSINESS_DATABASE_URL: url,
      VECTOR_DATABASE_URL: url,
      QUEUE_URL: process.env.TEST_REDIS_URL,
      QUEUE_PREFIX: name,
      DATA_DIRECTORY: directory,
      HOME: directory,
      PORT: '0',
      LOG_LEVEL: 'error',
    };
    for (const role of ['api', 'worker']) {
      const rounds = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        rounds.push(await startOnce(role, env));
      }
      const times = rounds.map(({ seconds }) => seconds);
      console.log(
        `${role.padEnd(6)} ready after ${median(times).toFixed(2)} s (longest ${Math.max(...times).toFixed(2)} s), ` +
          `CPU ${median(rounds.map(({ cpu }) => cpu)).toFixed(2)} s`,
      );
    }
  });
  console.log(`load of the machine at the end: ${loadavg()[0].toFixed(1)}`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
