import type pg from 'pg';
import { QUEUE_NAMES } from '#libs/pipeline';
import { ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

/** A process that has given no sign for that long counts as gone. */
const ALIVE_SECONDS = 60;

interface Seen {
  readonly role: 'api' | 'worker';
  readonly queues: readonly string[];
}

/** Processes that are alive, by the samples that they write. */
export async function processChecks(client: pg.ClientBase): Promise<Check[]> {
  const { rows } = await client.query<Seen>(
    `SELECT DISTINCT ON (process_id) role, queues FROM data_pipeline_monitor_samples
      WHERE sampled_at > now() - $1 * interval '1 second' ORDER BY process_id, sampled_at DESC`,
    [ALIVE_SECONDS],
  );
  const workers = rows.filter(({ role }) => role === 'worker');
  if (workers.length === 0) {
    return [warn('processes', found.processes_none(), remedies.worker())];
  }
  const taken = new Set(workers.flatMap(({ queues }) => queues));
  const missing = QUEUE_NAMES.filter((queue) => !taken.has(queue));
  return [
    ok('processes', found.processes_ok({ apis: rows.length - workers.length, workers: workers.length })),
    ...(missing.length === 0
      ? []
      : [warn('processes', found.queues_without_worker({ queues: missing }), remedies.worker())]),
  ];
}
