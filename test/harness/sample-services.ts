import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSampleDatabase, createTaskDatabase } from './filled-database.js';
import { testRedisUrl } from './test-config.js';
import { createTestDatabase, onDatabase } from './test-database.js';

export interface SampleServices {
  /** Environment of the processes: tasks, business and vector databases of their own, Redis, a storage folder. */
  readonly variables: Record<string, string>;
  readonly directory: string;
  readonly vectorUrl: string;
  readonly taskUrl: string;
  remove(): Promise<void>;
}

/** Real services as in production, with the sample business database in them. */
export async function createSampleServices(purpose: string): Promise<SampleServices> {
  const [tasks, business, vector] = await Promise.all([
    createTaskDatabase(`${purpose}_tasks`),
    createSampleDatabase(`${purpose}_business`),
    createTestDatabase(`${purpose}_vector`),
  ]);
  const directory = await mkdtemp(join(tmpdir(), `data-pipeline-${purpose}-`));
  await onDatabase(vector.url, (client) => client.query('CREATE EXTENSION vector'));
  return {
    variables: {
      DATABASE_URL: tasks.url,
      QUEUE_URL: testRedisUrl(),
      QUEUE_PREFIX: `e2e_${purpose}_${Date.now().toString(36)}`,
      BUSINESS_DATABASE_URL: business.url,
      VECTOR_DATABASE_URL: vector.url,
      DATA_DIRECTORY: directory,
    },
    directory,
    vectorUrl: vector.url,
    taskUrl: tasks.url,
    remove: async () => {
      await Promise.all([tasks.drop(), business.drop(), vector.drop()]);
      await rm(directory, { recursive: true, force: true });
    },
  };
}
