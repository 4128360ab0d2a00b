/**
 * `node bench/burst.mjs [creates=1000] [executes=100]`: the built api on the services of the environment (the embedded
 * default where it names none); creates tasks as fast as 50 connections can, then asks for the execution of one task
 * many times at once. Prints what the answers were and how long the creates took.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import getPort from 'get-port';
import pLimit from 'p-limit';
import { start } from './processes.mjs';

const [creates = 1000, executes = 100] = process.argv.slice(2).map(Number);
const CONNECTIONS = 50;

const directory = await mkdtemp(join(tmpdir(), 'data-pipeline-burst-'));
const port = await getPort({ host: '127.0.0.1' });
const own = { DATA_DIRECTORY: directory, PORT: String(port), LOG_LEVEL: 'error' };
const api = start('dist/apps/api/src/main.js', { ...process.env, ...own });
try {
  await api.ready;
  await burst(`http://127.0.0.1:${port}/api/v0/data_pipeline`);
} finally {
  await api.stop();
  await rm(directory, { recursive: true, force: true });
}

async function burst(base) {
  const post = (path, body) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': (process.env.API_KEYS ?? '').split(',')[0] },
      body: JSON.stringify(body),
    });
  const limit = pLimit(CONNECTIONS);
  const begin = performance.now();
  const created = await Promise.all(
    Array.from({ length: creates }, () =>
      limit(async () => {
        const response = await post('/tasks', { business_context: '服务区', tables: ['public.*'] });
        return { status: response.status, id: (await response.json()).data.task_id };
      }),
    ),
  );
  const seconds = (performance.now() - begin) / 1000;
  const ids = new Set(created.map(({ id }) => id));
  console.log(
    `creates: ${count(created)}, ${ids.size} different ids, ${seconds.toFixed(1)} s (${(creates / seconds).toFixed(0)}/s)`,
  );

  const answers = await Promise.all(
    Array.from({ length: executes }, async () => ({
      status: (await post(`/tasks/${created[0].id}/execute`, {})).status,
    })),
  );
  console.log(`executes of one task at once: ${count(answers)}`);
}

function count(answers) {
  const byStatus = new Map();
  for (const { status } of answers) {
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  }
  return [...byStatus].map(([status, number]) => `${number} × ${status}`).join(', ');
}
