import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig, type ResolvedConfig } from '#libs/config';
import { createTaskDatabase } from './filled-database.js';

export type QueueBackend = 'redis' | 'postgres';

export interface TestInstallation {
  readonly config: ResolvedConfig;
  /** Absolute; where the files of tasks are. */
  readonly storageDirectory: string;
  remove(): Promise<void>;
}

/** An installation of its own for one suite: migrated task tables, a queue namespace, an empty storage folder. */
export async function createTestInstallation(
  purpose: string,
  backend: QueueBackend,
  variables: Record<string, string> = {},
): Promise<TestInstallation> {
  const database = await createTaskDatabase(purpose);
  const directory = await mkdtemp(join(tmpdir(), `data-pipeline-${purpose}-`));
  const config = loadConfig({
    DATABASE_URL: database.url,
    QUEUE_URL: backend === 'redis' ? testRedisUrl() : database.url,
    QUEUE_PREFIX: `test_${purpose}_${Date.now().toString(36)}`,
    BUSINESS_DATABASE_URL: database.url,
    VECTOR_DATABASE_URL: database.url,
    DATA_DIRECTORY: directory,
    ...variables,
  });
  return {
    config: config as ResolvedConfig,
    storageDirectory: join(directory, 'training_data'),
    remove: async () => {
      await database.drop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** A suite without Redis fails; it does not skip. */
export function testRedisUrl(): string {
  const url = process.env['TEST_REDIS_URL'];
  if (!url) {
    throw new Error('TEST_REDIS_URL is not set: run the tests with `npm test`, which starts the services');
  }
  return url;
}
