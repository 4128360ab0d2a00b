import { DataSource } from 'typeorm';
import { loadConfig } from '#libs/config';
import { dataSourceOptions } from '#libs/database';
import { acquireEmbeddedServices } from '#libs/embedded';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { prepareTaskTables } from '#libs/process';
import type { Session } from './session.js';

/** Runs a command's work on the database of the task tables; on the embedded default that is the embedded one. */
export async function withTaskDatabaseUrl(
  session: Session,
  work: (url: string, isEmbedded: boolean) => Promise<void>,
): Promise<void> {
  const config = loadConfig(session.environment);
  const embedded =
    config.databaseUrl === null
      ? await acquireEmbeddedServices({
          directory: config.dataDirectory,
          needs: { tasks: true, sample: false, vector: false },
        })
      : null;
  const url = config.databaseUrl ?? embedded?.tasksUrl ?? '';
  try {
    session.noteDatabases(describeConnection(url));
    await work(url, embedded !== null);
  } catch (error) {
    throw translatePostgresError(error, describeConnection(url));
  } finally {
    await embedded?.release();
  }
}

/** The same with a connection to it, once its tables are those of this version. */
export async function withTaskDatabase(
  session: Session,
  work: (dataSource: DataSource) => Promise<void>,
): Promise<void> {
  await withTaskDatabaseUrl(session, async (url, isEmbedded) => {
    await prepareTaskTables(url, isEmbedded);
    const dataSource = await new DataSource(dataSourceOptions(url, 2, 'data-pipeline cli')).initialize();
    try {
      await work(dataSource);
    } finally {
      await dataSource.destroy();
    }
  });
}
