/** What faults do besides breaking something: requests under load, backups under kills. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DISTURBED, onDatabase } from './invariants.mjs';

const OPERATION_DEADLINE_MS = 120_000;

/** Ends sessions of the processes, as many as the options say. */
export async function terminate({ serverUrl, databases, random, terminations }) {
  await onDatabase(serverUrl, async (client) => {
    for (let terminated = 0; terminated < terminations;) {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = ANY($1) AND pid <> pg_backend_pid() AND random() < 0.7`,
        [databases],
      );
      terminated += rowCount;
      await sleep(40 * random());
    }
  });
}

/**
 * Sends requests of every kind until the work has ended.
 * @returns {Promise<Map<number, number>>} how many were answered with which status
 */
export async function underLoad({ base, taskBody }, work) {
  const body = JSON.stringify({ ...taskBody, task_name: DISTURBED });
  const json = { 'content-type': 'application/json' };
  const answers = new Map();
  let isOver = false;
  const client = async () => {
    let taskId = 'none';
    const requests = [
      () => fetch(`${base}/tasks`, { method: 'POST', headers: json, body }),
      () => fetch(`${base}/tasks/${taskId}/execute`, { method: 'POST', headers: json, body: '{}' }),
      () => fetch(`${base}/tasks?limit=5`),
      () => fetch(`${base}/tasks/${taskId}`),
      () => fetch(`${base}/tasks/${taskId}/logs`),
      () => fetch(`${base}/tasks/${taskId}/cancel`, { method: 'POST' }),
      () => fetch(`${base}/tasks/${taskId}`, { method: 'DELETE' }),
    ];
    while (!isOver) {
      for (const send of requests) {
        const response = await send().catch(() => null);
        const content = (await response?.json().catch(() => null)) ?? {};
        taskId = content.data?.task_id ?? taskId;
        answers.set(response?.status, (answers.get(response?.status) ?? 0) + 1);
      }
    }
  };
  const clients = Array.from({ length: 4 }, client);
  await work();
  isOver = true;
  await Promise.all(clients);
  return answers;
}

/**
 * Starts an operation of the vector store and kills a worker at a moment of it.
 * @param {'backup' | 'restore'} kind
 * @returns {Promise<object>} the operation when it has ended
 */
export async function underKill({ base, fleet, random }, kind, parameters) {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ ...parameters, async: true });
  const started = await fetch(`${base}/vector/${kind}`, { method: 'POST', headers, body });
  const { data } = await started.json();
  await sleep(400 * random());
  await fleet.killAndReplace(1 + Math.floor(random() * fleet.workerCount));
  const deadline = Date.now() + OPERATION_DEADLINE_MS;
  for (;;) {
    const response = await fetch(`${base}/vector/operations/${data.operation_id}`);
    const { data: operation } = await response.json();
    if (!['pending', 'running'].includes(operation.status)) {
      return operation;
    }
    if (Date.now() > deadline) {
      throw new Error(`the ${kind} ${data.operation_id} is still ${operation.status}`);
    }
    await sleep(250);
  }
}
