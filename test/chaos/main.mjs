/**
 * `npm run test:chaos [-- --rounds N --tasks N --only TEXT --seed N --terminations N --backups N --outage SECONDS]`: the built api and two
 * workers at their default settings, on servers of their own, while processes, sessions, servers, proxies and the disk
 * fail. After each fault: every task completed, files, records, vectors and queues exact (invariants.mjs). The last
 * line counts faults that held and faults that did not.
 */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { freePort } from '../../scripts/free-port.mjs';
import { runMigrations } from '#libs/database';
import { installSampleDatabase, SAMPLE_BUSINESS_CONTEXT, SAMPLE_TABLES } from '#libs/sample-database';
import { seededRandom } from '../../bench/sample.mjs';
import { FAULTS, mountDisk, unmountDisk } from './faults.mjs';
import { startFleet } from './fleet.mjs';
import { brokenInvariants, connectionsLeft, onDatabase, storedRecords } from './invariants.mjs';
import { openProxy } from './proxy.mjs';
import { startServers } from './servers.mjs';

const QUEUE_PREFIX = 'chaos';
/** Without progress. Longer than any outage here, and than the delays of the attempts after it. */
const TASKS_DEADLINE_MS = 240_000;
const DATABASES = ['tasks', 'business', 'vectors'];

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '1' },
    tasks: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
    terminations: { type: 'string', default: '300' },
    backups: { type: 'string', default: '3' },
    // Of every fault that lasts; otherwise each lasts as long as it says.
    outage: { type: 'string', default: '' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});

const say = (line) => console.error(`chaos: ${line}`);

/** Sends until there is an answer that is none of an outage. */
async function insist(send) {
  const deadline = Date.now() + TASKS_DEADLINE_MS;
  for (;;) {
    const response = await send().catch(() => null);
    if (response && response.status < 500) {
      return response;
    }
    if (response?.status === 500 || Date.now() > deadline) {
      throw new Error(`${response?.url}: ${response?.status} ${await response?.text()}`);
    }
    await sleep(200);
  }
}

const TASK_BODY = { tables: SAMPLE_TABLES, business_context: SAMPLE_BUSINESS_CONTEXT };

async function startTask(base) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
  const created = await insist(() =>
    fetch(`${base}/tasks`, { method: 'POST', headers, body: JSON.stringify(TASK_BODY) }),
  );
  const { data } = await created.json();
  // 409: a request whose answer was lost has started it.
  await insist(() =>
    fetch(`${base}/tasks/${data.task_id}/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }),
  );
}

const STATUSES = `
  SELECT t.status, count(DISTINCT t.task_id)::int AS count, count(e.completed_at)::int AS steps
    FROM data_pipeline_tasks AS t LEFT JOIN data_pipeline_task_executions AS e ON e.run_id = t.run_id
   WHERE t.run_id IS NOT NULL GROUP BY 1`;

/**
 * Requests under load leave any number of tasks, and a busy machine is slow: the time is over when no step ends for long.
 * @returns {Promise<string>} how many tasks have which status, once none is in progress or the time is over
 */
async function ended(taskUrl) {
  let deadline = Date.now() + TASKS_DEADLINE_MS;
  let before = -1;
  for (;;) {
    const rows = await onDatabase(taskUrl, async (client) => (await client.query(STATUSES)).rows).catch(() => [
      { status: 'in_progress', count: 0, steps: before },
    ]);
    const steps = rows.reduce((sum, row) => sum + row.steps, 0);
    if (steps !== before) {
      before = steps;
      deadline = Date.now() + TASKS_DEADLINE_MS;
    }
    const isOver = !rows.some(({ status }) => ['in_progress', 'pending'].includes(status));
    if (isOver || Date.now() > deadline) {
      return rows.map(({ status, count }) => `${count} ${status}`).join(', ');
    }
    await sleep(250);
  }
}

/** The next fault finds neither tasks nor records. */
async function cleanUp({ base, taskUrl, vectorUrl }) {
  const ids = await onDatabase(
    taskUrl,
    async (client) => (await client.query('SELECT task_id FROM data_pipeline_tasks')).rows,
  );
  for (const { task_id: taskId } of ids) {
    await insist(() => fetch(`${base}/tasks/${taskId}`, { method: 'DELETE' }));
  }
  await onDatabase(vectorUrl, (client) =>
    client.query('TRUNCATE langchain_pg_embedding, data_pipeline_lexical_record, data_pipeline_lexical_term'),
  );
}

/** Seconds. */
const lasting = ({ seconds }) => (seconds > 0 && options.outage !== '' ? Number(options.outage) : seconds);

async function inject(fault, world) {
  for (let task = 0; task < world.tasks; task += 1) {
    await world.startTask();
  }
  if (fault.isAfterTasks) {
    await ended(world.taskUrl);
  }
  await sleep(3_000 * world.random());
  await fault.begin(world);
  await sleep(1_000 * lasting(fault));
  await fault.end?.(world);
  const over = Date.now();
  const outcome = await ended(world.taskUrl);
  const seconds = (Date.now() - over) / 1000;
  const broken = [...(await brokenInvariants(world)), ...world.fleet.defects.splice(0)];
  await cleanUp(world);
  return { outcome, seconds, broken };
}

async function runFaults(world) {
  const counts = { passed: 0, failed: 0 };
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const fault of FAULTS.filter(({ name }) => name.includes(options.only))) {
      if (fault.needs === 'disk' && !world.disk) {
        console.log(`left out ${fault.name}: no file system can be mounted here`);
        continue;
      }
      const { outcome, seconds, broken } = await inject(fault, world);
      counts[broken.length === 0 ? 'passed' : 'failed'] += 1;
      const duration = fault.seconds > 0 ? ` for ${lasting(fault)} s` : '';
      console.log(
        `${broken.length === 0 ? 'held    ' : 'NOT HELD'} ${fault.name}${duration}: ${outcome}, ${seconds.toFixed(0)} s after it`,
      );
      broken.forEach((line) => console.log(`           ${line}`));
    }
  }
  return counts;
}

async function prepareDatabases(server) {
  const url = (name) => Object.assign(new URL(server), { pathname: `/${name}` }).toString();
  await onDatabase(server, async (client) => {
    for (const name of DATABASES) {
      await client.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    }
  });
  const [taskUrl, businessUrl, vectorUrl] = DATABASES.map(url);
  await runMigrations(taskUrl);
  await onDatabase(businessUrl, (client) => installSampleDatabase(client));
  // A crash forgets how much has changed since, so the statistics must be fresh before it too. Another session: the first
  // one counts its rows when it ends.
  await onDatabase(businessUrl, (client) => client.query('ANALYZE'));
  await onDatabase(vectorUrl, (client) => client.query('CREATE EXTENSION vector'));
  return { taskUrl, businessUrl, vectorUrl };
}

/**
 * Everything that a fault can reach.
 * @param {AsyncDisposableStack} stack of what is to be stopped
 */
async function buildWorld(stack) {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-chaos-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const isMounted = await mountDisk(folder);
  stack.defer(() => isMounted && unmountDisk(folder));
  const servers = await startServers(say);
  stack.defer(() => Promise.all(Object.values(servers).map((server) => server.stop())));
  const urls = await prepareDatabases(servers.postgres.url);
  const proxies = { business: await openProxy(urls.businessUrl), vector: await openProxy(urls.vectorUrl) };
  stack.defer(() => Object.values(proxies).forEach((proxy) => proxy.close()));
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/api/v0/data_pipeline`;
  return {
    ...urls,
    servers,
    proxies,
    base,
    port,
    serverUrl: servers.postgres.url,
    redisUrl: servers.redis.url,
    prefix: QUEUE_PREFIX,
    databases: DATABASES,
    folder,
    disk: isMounted ? folder : null,
    tasksFolder: join(folder, 'training_data'),
    tasks: Number(options.tasks),
    terminations: Number(options.terminations),
    backups: Number(options.backups),
    taskBody: TASK_BODY,
    random: seededRandom(Number(options.seed)),
    startTask: () => startTask(base),
  };
}

const settingsOf = ({ taskUrl, proxies, redisUrl, folder, port }) => ({
  DATABASE_URL: taskUrl,
  BUSINESS_DATABASE_URL: proxies.business.url,
  VECTOR_DATABASE_URL: proxies.vector.url,
  QUEUE_URL: redisUrl,
  QUEUE_PREFIX,
  DATA_DIRECTORY: folder,
  RATE_LIMIT_PER_MINUTE: '0',
  PORT: String(port),
  LOG_LEVEL: 'error',
});

async function main() {
  const stack = new AsyncDisposableStack();
  try {
    const world = await buildWorld(stack);
    const fleet = await startFleet(settingsOf(world), { workers: 2 });
    stack.defer(() => fleet.stop());
    say(`seed ${options.seed}`);
    await world.startTask();
    say(`without a fault: ${await ended(world.taskUrl)}`);
    const reference = await storedRecords(world.vectorUrl);
    const counts = await Promise.race([runFaults({ ...world, fleet, reference }), signalled]);
    await fleet.stop();
    const left = await connectionsLeft(world.serverUrl, [world.taskUrl, world.businessUrl, world.vectorUrl]);
    console.log(left.length === 0 ? 'held     all processes ended: no connection is left' : `NOT HELD ${left.join()}`);
    return left.length === 0 ? { ...counts, passed: counts.passed + 1 } : { ...counts, failed: counts.failed + 1 };
  } finally {
    await stack.disposeAsync();
  }
}

/** Ends the work, so that everything started here is stopped. */
const signalled = new Promise((_, reject) => {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => reject(new Error(`ended by ${signal}`)));
  }
});
signalled.catch(() => undefined);

const { passed, failed } = await main();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
