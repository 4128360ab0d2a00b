/** What must be true whatever failed, each as a function that returns what is broken, in words. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';

/** What the next look of the product (sweep, queue check) has to put right must be right after this time. */
const PATIENCE_MS = 60_000;
/** Name of tasks that are cancelled and deleted at any moment; all others must complete. */
export const DISTURBED = 'disturbed';

const STEPS = 4;
/** The folder of files that are written outside of executions; it stays, empty. */
const DIRECT = 'direct';
/** The log of a task grows all the time and has no record. */
const LOG = 'data_pipeline.log';
const EXAMPLES = 3;
const OPEN_OR_FAILED = /:(wait|active|prioritized|waiting-children|failed)$/;
const FAILED_LOOKS = ':maintenance:failed';

export async function onDatabase(url, work) {
  const client = new pg.Client(url);
  client.on('error', () => undefined);
  await client.connect();
  return work(client).finally(() => client.end());
}

const rowsOf = (url, sql, values) => onDatabase(url, async (client) => (await client.query(sql, values)).rows);

/** @returns {Promise<string[]>} all that is broken at the end of the patience; empty where nothing is */
export async function brokenInvariants(world) {
  const checks = [statuses, outputs, strayFiles, vectors, queue];
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const broken = (await Promise.all(checks.map((check) => check(world)))).flat();
    if (broken.length === 0 || Date.now() > deadline) {
      return broken;
    }
    await sleep(1_000);
  }
}

/** Every task completed, with every step once completed in its last run, and the API says the same. */
async function statuses({ taskUrl, base }) {
  const tasks = await rowsOf(
    taskUrl,
    `SELECT t.task_id, t.status, t.task_name,
            count(*) FILTER (WHERE e.status = 'completed' AND NOT e.superseded)::int AS completed,
            count(*) FILTER (WHERE e.status IN ('pending', 'running'))::int AS open,
            string_agg(DISTINCT concat_ws(': ', e.error_code, e.error_message), ' | ') AS errors
       FROM data_pipeline_tasks AS t LEFT JOIN data_pipeline_task_executions AS e ON e.run_id = t.run_id
      WHERE t.run_id IS NOT NULL GROUP BY 1, 2, 3`,
  );
  const wrong = tasks
    .filter((task) => task.task_name !== DISTURBED || task.status !== 'cancelled')
    .filter((task) => task.status !== 'completed' || task.completed !== STEPS || task.open > 0);
  const differing = [];
  for (const { task_id: taskId, status } of tasks) {
    const response = await fetch(`${base}/tasks/${taskId}`);
    const { data } = await response.json();
    if (data?.status !== status) {
      differing.push(taskId);
    }
  }
  return [
    ...summary(
      'tasks are not completed with four completed steps',
      wrong.map((task) => JSON.stringify(task)),
    ),
    ...summary('tasks are reported otherwise by the API', differing),
  ];
}

/** The folder of each task holds what is recorded, with its size and hash, and nothing else. */
async function outputs({ taskUrl, tasksFolder }) {
  const recorded = await rowsOf(
    taskUrl,
    'SELECT task_id, file_name, file_size::int AS size, content_hash FROM data_pipeline_task_outputs',
  );
  const ids = (await rowsOf(taskUrl, 'SELECT task_id FROM data_pipeline_tasks')).map((row) => row.task_id);
  const names = new Set(recorded.map((row) => `${row.task_id}/${row.file_name}`));
  const missing = [];
  const different = [];
  for (const { task_id: taskId, file_name: name, size, content_hash: hash } of recorded) {
    const path = join(tasksFolder, taskId, name);
    if (!existsSync(path)) {
      missing.push(`${taskId}/${name}`);
      continue;
    }
    const content = await readFile(path);
    if (content.length !== size || createHash('sha256').update(content).digest('hex') !== hash) {
      different.push(`${taskId}/${name}`);
    }
  }
  const unrecorded = [];
  const incomplete = [];
  for (const taskId of ids) {
    const folder = join(tasksFolder, taskId);
    const files = existsSync(folder) ? await filesBelow(folder) : [];
    unrecorded.push(...files.map((name) => `${taskId}/${name}`).filter((name) => !names.has(name)));
    incomplete.push(
      ...['task_config.json', 'table_list.txt']
        .filter((name) => !files.includes(name))
        .map((name) => `${taskId}/${name}`),
    );
  }
  return [
    ...summary('recorded files are missing', missing),
    ...summary('files differ from their records', different),
    ...summary('files have no record', unrecorded),
    ...summary('first files of tasks are missing', incomplete),
  ];
}

/** No work in progress is left, and no folder without a task. */
async function strayFiles({ taskUrl, tasksFolder }) {
  const ids = new Set((await rowsOf(taskUrl, 'SELECT task_id FROM data_pipeline_tasks')).map((row) => row.task_id));
  const entries = existsSync(tasksFolder) ? await readdir(tasksFolder, { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory() && /^task_/.test(entry.name));
  const staged = [];
  for (const { name } of folders) {
    const staging = join(tasksFolder, name, '.staging');
    const left = existsSync(staging) ? await readdir(staging, { recursive: true }) : [];
    staged.push(...left.filter((entry) => entry !== DIRECT).map((entry) => `${name}/.staging/${entry}`));
  }
  const trash = join(tasksFolder, '.trash');
  return [
    ...summary(
      'folders have no task',
      folders.map(({ name }) => name).filter((name) => !ids.has(name)),
    ),
    ...summary('work in progress is left', staged),
    ...summary('entries of the trash are left', existsSync(trash) ? await readdir(trash) : []),
  ];
}

/** The records of the store, by id and content: every task loads the same ones. */
export function storedRecords(vectorUrl) {
  return rowsOf(
    vectorUrl,
    `SELECT c.name, e.id::text AS id, md5(e.document) AS document, md5(e.embedding::text) AS vector
       FROM langchain_pg_embedding AS e JOIN langchain_pg_collection AS c ON c.uuid = e.collection_id ORDER BY 1, 2`,
  );
}

async function vectors({ vectorUrl, reference }) {
  const found = new Map((await storedRecords(vectorUrl)).map((row) => [row.id, JSON.stringify(row)]));
  const expected = new Map(reference.map((row) => [row.id, JSON.stringify(row)]));
  const [{ unindexed }] = await rowsOf(
    vectorUrl,
    `SELECT count(*)::int AS unindexed FROM langchain_pg_embedding AS e
      WHERE NOT EXISTS (SELECT FROM data_pipeline_lexical_record AS r WHERE r.record = e.id::text)`,
  );
  return [
    ...summary(
      'records are missing in the store',
      [...expected.keys()].filter((id) => !found.has(id)),
    ),
    ...summary(
      'records of the store should not be there',
      [...found.keys()].filter((id) => !expected.has(id)),
    ),
    ...summary(
      'records of the store differ',
      [...expected].filter(([id, row]) => (found.get(id) ?? row) !== row).map(([id]) => id),
    ),
    ...(unindexed > 0 ? [`${unindexed} records of the store have no words`] : []),
  ];
}

/**
 * No job waits, runs or has failed. Those of the schedulers are delayed and stay; a look at the rows that failed in an outage
 * is repeated by the next one.
 */
async function queue({ redisUrl, prefix }) {
  const redis = new Redis(redisUrl);
  try {
    const counts = [];
    for (const key of await redis.keys(`${prefix}:*`)) {
      const state = key.endsWith(FAILED_LOOKS) ? undefined : OPEN_OR_FAILED.exec(key)?.[1];
      const size = !state ? 0 : ['wait', 'active'].includes(state) ? await redis.llen(key) : await redis.zcard(key);
      if (size > 0) {
        counts.push(`${key}: ${size}`);
      }
    }
    return summary('queues are not empty', counts);
  } finally {
    redis.disconnect();
  }
}

/** @param {readonly string[]} urls of databases whose processes have ended */
export async function connectionsLeft(serverUrl, urls) {
  const names = urls.map((url) => new URL(url).pathname.slice(1));
  const rows = await rowsOf(
    serverUrl,
    'SELECT application_name, state, left(query, 60) AS query FROM pg_stat_activity WHERE datname = ANY($1)',
    [names],
  );
  return summary(
    'connections are left',
    rows.map((row) => JSON.stringify(row)),
  );
}

function summary(title, examples) {
  return examples.length === 0 ? [] : [`${examples.length} ${title}: ${examples.slice(0, EXAMPLES).join('; ')}`];
}

async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith('.staging') && name !== LOG);
}
