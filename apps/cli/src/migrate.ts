import { loadConfig } from '#libs/config';
import { runMigrations } from '#libs/database';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { acquireEmbeddedServices } from '#libs/embedded';
import { reportFailure } from './report-failure.js';

/** Migrates the task tables; on the embedded default those of the embedded database. */
export async function migrate(environment: NodeJS.ProcessEnv): Promise<void> {
  await reportFailure(async () => {
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
      const ran = await runMigrations(url).catch((error: unknown) => {
        throw translatePostgresError(error, describeConnection(url));
      });
      console.log(ran.length === 0 ? 'the task tables are up to date' : `migrated: ${ran.join(', ')}`);
    } finally {
      await embedded?.release();
    }
  });
}
