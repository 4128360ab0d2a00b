import type pg from 'pg';
import type { Message } from '#libs/language';
import { QUEUE_NAMES } from '#libs/pipeline';
import { fail, ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';
import { clockCheck } from './clock-check.js';

/** A process that has given no sign for that long counts as gone. */
const ALIVE_SECONDS = 60;

interface Seen {
  readonly processId: string;
  readonly role: 'api' | 'worker';
  readonly queues: readonly string[];
  readonly version: string | null;
  readonly refusal: Message | null;
  readonly clockOffsetMs: number | null;
}

/** Processes that are alive, by the samples and reports that they write. */
export async function processChecks(client: pg.ClientBase): Promise<Check[]> {
  const { rows } = await client.query<Seen>(
    `SELECT DISTINCT ON (process_id) process_id AS "processId", s.role, queues, version, refusal,
            clock_offset_ms AS "clockOffsetMs"
       FROM data_pipeline_monitor_samples s LEFT JOIN data_pipeline_processes USING (process_id)
      WHERE sampled_at > now() - $1 * interval '1 second' ORDER BY process_id, sampled_at DESC`,
    [ALIVE_SECONDS],
  );
  return [...countChecks(rows), ...rows.flatMap(ownChecks)];
}

function countChecks(rows: readonly Seen[]): Check[] {
  const workers = rows.filter(({ role }) => role === 'worker');
  if (workers.length === 0) {
    return [warn('processes', found.processes_none(), remedies.worker())];
  }
  const taken = new Set(workers.flatMap(({ queues }) => queues));
  const missing = QUEUE_NAMES.filter((queue) => !taken.has(queue));
  const versions = [...new Set(rows.flatMap(({ version }) => version ?? []))].sort();
  return [
    ok('processes', found.processes_ok({ apis: rows.length - workers.length, workers: workers.length })),
    ...(missing.length === 0
      ? []
      : [warn('processes', found.queues_without_worker({ queues: missing }), remedies.worker())]),
    ...(versions.length < 2 ? [] : [warn('processes', found.processes_versions({ versions }), remedies.versions())]),
  ];
}

function ownChecks({ processId, refusal, clockOffsetMs }: Seen): Check[] {
  const clock = clockCheck(processId, { offsetMs: clockOffsetMs ?? 0, uncertaintyMs: 0 });
  return [
    ...(refusal === null
      ? []
      : [fail('processes', found.process_refuses({ process: processId, reason: refusal }), remedies.process())]),
    ...(clock.status === 'ok' ? [] : [clock]),
  ];
}
