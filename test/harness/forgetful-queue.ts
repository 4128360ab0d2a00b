import { Redis } from 'ioredis';
import type { ResolvedConfig } from '#libs/config';
import { runSql } from './test-database.js';
import { testRedisUrl } from './test-config.js';

/** A database number of the tests' Redis that this process alone uses, so that a suite may flush it. */
export function flushableRedisUrl(): string {
  const url = new URL(testRedisUrl());
  url.pathname = `/${1 + (process.pid % 15)}`;
  return url.toString();
}

/** The queue loses everything, as after FLUSHDB or on a new server. */
export async function forgetEverything({ queueUrl, queuePrefix }: ResolvedConfig): Promise<void> {
  if (queueUrl.startsWith('redis')) {
    await onRedis(queueUrl, (redis) => redis.flushdb());
  } else {
    await runSql(
      queueUrl,
      `DO $$ DECLARE name text; BEGIN
         FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = '${queuePrefix}' AND tablename <> 'migration'
         LOOP EXECUTE format('TRUNCATE %I.%I CASCADE', '${queuePrefix}', name); END LOOP;
       END $$`,
    );
  }
}

/** Redis evicts the keys whose names end like this. @returns how many there were */
export function evict({ queueUrl }: ResolvedConfig, pattern: string): Promise<number> {
  return onRedis(queueUrl, async (redis) => {
    const keys = await redis.keys(pattern);
    return keys.length === 0 ? 0 : redis.del(...keys);
  });
}

async function onRedis<T>(url: string, work: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
