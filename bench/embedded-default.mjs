/**
 * `TEST_DATABASE_URL=… node bench/embedded-default.mjs [copies=53]`: one complete run on the embedded databases (tasks,
 * queue and vectors), offline, by one API and one worker of the build. It documents so many copies of the bundled sample:
 * 53 are 371 tables. They are on the server of TEST_DATABASE_URL, because the embedded default has no business database
 * of this size. Prints the start with new and with existing databases, and the time of the run (goal: under 25 s).
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import getPort from 'get-port';
import { SAMPLE_BUSINESS_CONTEXT } from '#libs/sample-database';
import { withScratchDatabase } from './measure.mjs';
import { completedTask, cpuSeconds, post, start } from './processes.mjs';
import { installSampleCopies } from './sample-copies.mjs';

const COPIES = Number(process.argv[2] ?? 53);
const GOAL_SECONDS = 25;

const secondsSince = (began) => (performance.now() - began) / 1000;

/** An API and a worker without service URLs, so that both use the embedded databases of the folder. */
async function withService(businessUrl, directory, work) {
  const port = await getPort();
  const env = {
    BUSINESS_DATABASE_URL: businessUrl,
    DATA_DIRECTORY: directory,
    HOME: directory,
    PORT: String(port),
    LOG_LEVEL: 'error',
  };
  const began = performance.now();
  const processes = ['api', 'worker'].map((role) => start(`dist/apps/${role}/src/main.js`, env));
  try {
    await Promise.all(processes.map(({ ready }) => ready));
    const [, worker] = processes;
    return await work(`http://127.0.0.1:${port}/api/v0/data_pipeline`, secondsSince(began), worker.pid);
  } finally {
    await Promise.all(processes.map((each) => each.stop()));
  }
}

async function run(api, workerPid) {
  const { data } = await post(`${api}/tasks`, { tables: ['*.*'], business_context: SAMPLE_BUSINESS_CONTEXT });
  const [began, before] = [performance.now(), await cpuSeconds(workerPid)];
  await post(`${api}/tasks/${data.task_id}/execute`, {});
  await completedTask(`${api}/tasks/${data.task_id}`);
  const seconds = secondsSince(began);
  const { data: stats } = await (await globalThis.fetch(`${api}/stats`)).json();
  return { seconds, cpu: (await cpuSeconds(workerPid)) - before, ...stats.results };
}

const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-embedded-'));
try {
  await withScratchDatabase(`bench_embedded_${randomBytes(4).toString('hex')}`, async (businessUrl) => {
    await installSampleCopies(businessUrl, COPIES);
    const first = await withService(businessUrl, directory, (_api, seconds) => seconds);
    const [again, result] = await withService(businessUrl, directory, async (api, seconds, pid) => [
      seconds,
      await run(api, pid),
    ]);
    const { seconds, cpu, tables, pairs, loaded_records: records } = result;
    const isMet = seconds < GOAL_SECONDS;
    console.log(`start: ${first.toFixed(1)} s with new databases, ${again.toFixed(1)} s with existing ones`);
    console.log(
      `${isMet ? 'met ' : 'MISS'} ${seconds.toFixed(1)} s (goal under ${GOAL_SECONDS} s), CPU of the worker ${cpu.toFixed(1)} s: ` +
        `${tables} tables, ${pairs} pairs, ${records} records`,
    );
    console.log(`load of the machine at the end: ${loadavg()[0].toFixed(1)}`);
    process.exitCode = isMet ? 0 : 1;
  });
} finally {
  await rm(directory, { recursive: true, force: true });
}
