import { Queue } from 'bullmq';
import { withinTime } from '#libs/clock';
import { translateQueueError } from './errors.js';
import { connectQueue } from './queue-connection.js';

export interface RedisFacts {
  readonly version: string;
  /** `noeviction` is the only policy that never drops jobs. */
  readonly evictionPolicy: string;
  /** Whether the jobs survive a restart of Redis: an append-only file or snapshots. */
  readonly isPersistent: boolean;
  /** Of its clock, milliseconds since 1970. */
  readonly time: () => Promise<number>;
}

/** The part of the client that is asked; BullMQ does not name it. */
interface RedisCommands {
  info(): Promise<string>;
  time(): Promise<[number | string, number | string]>;
}

const TIMEOUT_MS = 5_000;

/**
 * Connects to a queue on Redis, for as long as `work` asks it.
 * @throws DomainError `queue_unreachable`
 */
export async function withRedisFacts<T>(
  url: string,
  prefix: string,
  work: (facts: RedisFacts) => Promise<T>,
): Promise<T> {
  const { connection, ...names } = connectQueue(url, prefix, 'producer');
  // One attempt: nobody waits for a server that is away.
  const once = { ...connection, retryStrategy: () => null } as typeof connection;
  const queue = new Queue('maintenance', { ...names, connection: once, skipMetasUpdate: true });
  queue.on('error', () => undefined);
  const ask = async (): Promise<T> => {
    const client = (await queue.getBackend().client) as unknown as RedisCommands;
    const info = await client.info();
    return work({
      version: valueOf(info, 'redis_version'),
      evictionPolicy: valueOf(info, 'maxmemory_policy'),
      isPersistent: valueOf(info, 'aof_enabled') === '1' || valueOf(info, 'rdb_last_save_time') !== '0',
      time: async () => {
        const [seconds, microseconds] = await client.time();
        return Number(seconds) * 1000 + Number(microseconds) / 1000;
      },
    });
  };
  try {
    return await withinTime(ask(), TIMEOUT_MS, () => Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
  } catch (error) {
    throw translateQueueError(error);
  } finally {
    // Not awaited: it waits for a connection that may never come.
    void queue.disconnect().catch(() => undefined);
  }
}

function valueOf(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
}
