import { clockOffset } from '#libs/clock';
import { isPostgresQueue, withRedisFacts } from '#libs/queue';
import { askPostgres } from '../ask-postgres.js';
import { ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';
import { clockCheck } from './clock-check.js';

/** The queue, and the clock of Redis. */
export async function queueChecks(url: string, prefix: string, signal: AbortSignal): Promise<Check[]> {
  if (isPostgresQueue(url)) {
    return askPostgres(url, signal, async (_, { database }) => [ok('queue', found.queue_in_postgres({ database }))]);
  }
  return withRedisFacts(url, prefix, async ({ version, evictionPolicy, isPersistent, time }) => [
    ok('queue', found.redis_ok({ version })),
    ...(evictionPolicy === 'noeviction'
      ? []
      : [warn('queue', found.redis_evicts({ policy: evictionPolicy }), remedies.noeviction())]),
    ...(isPersistent ? [] : [warn('queue', found.redis_volatile(), remedies.persistence())]),
    clockCheck('Redis', await clockOffset(time)),
  ]);
}
