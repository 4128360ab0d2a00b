import { runMigrations } from '#libs/database';
import { reportFailure } from './report-failure.js';
import { withTaskDatabaseUrl } from './task-database.js';

/** Migrates the task tables; on the embedded default those of the embedded database. */
export async function migrate(environment: NodeJS.ProcessEnv): Promise<void> {
  await reportFailure(() =>
    withTaskDatabaseUrl(environment, async (url) => {
      const ran = await runMigrations(url);
      console.log(ran.length === 0 ? 'the task tables are up to date' : `migrated: ${ran.join(', ')}`);
    }),
  );
}
