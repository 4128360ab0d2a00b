import { DataSource } from 'typeorm';
import { loadConfig } from '#libs/config';
import { dataSourceOptions } from '#libs/database';
import { acquireEmbeddedServices } from '#libs/embedded';
import { describeConnection, translatePostgresError } from '#libs/postgres';

/** Runs a command's work on the database of the task tables; on the embedded default that is the embedded one. */
export async function withTaskDatabaseUrl(
  environment: NodeJS.ProcessEnv,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const config = loadConfig(environment);
  const embedded =
    config.databaseUrl === null
      ? await acquireEmbeddedServices({
          directory: config.dataDirectory,
          needs: { tasks: true, sample: false, vector: false },
        })
      : null;
  const url = config.databaseUrl ?? embedded?.tasksUrl ?? '';
  try {
    await work(url);
  } catch (error) {
    throw translatePostgresError(error, describeConnection(url));
  } finally {
    await embedded?.release();
  }
}

/** The same with a connection to it. */
export async function withTaskDatabase(
  environment: NodeJS.ProcessEnv,
  work: (dataSource: DataSource) => Promise<void>,
): Promise<void> {
  await withTaskDatabaseUrl(environment, async (url) => {
    const dataSource = await new DataSource(dataSourceOptions(url, 2, 'data-pipeline cli')).initialize();
    try {
      await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
}
