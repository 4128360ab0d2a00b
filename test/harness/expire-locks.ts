import { Redis } from 'ioredis';

/**
 * What ten seconds of silence do to the locks of a queue's jobs, at once. Only for an installation whose workers are all
 * dead: a living one would lose its jobs.
 */
export async function expireLocks(variables: Readonly<Record<string, string>>): Promise<void> {
  const redis = new Redis(variables['QUEUE_URL'] ?? '');
  try {
    const locks = await redis.keys(`${variables['QUEUE_PREFIX']}:*:lock`);
    if (locks.length > 0) {
      await redis.del(...locks);
    }
  } finally {
    redis.disconnect();
  }
}
