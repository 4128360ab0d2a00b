import { migrationsAsSql, pendingMigrations, runMigrations } from '#libs/database';
import { reportFailure } from './report-failure.js';
import { withTaskDatabaseUrl } from './task-database.js';

export interface MigrateOptions {
  /** Prints the statements of all migrations. Connects to nothing. */
  readonly sql?: boolean;
  /** Prints the names of the migrations that would run. */
  readonly dryRun?: boolean;
}

/** Migrates the task tables; on the embedded default those of the embedded database. */
export async function migrate({ sql, dryRun }: MigrateOptions, environment: NodeJS.ProcessEnv): Promise<void> {
  await reportFailure(async () => {
    if (sql) {
      process.stdout.write(await migrationsAsSql());
      return;
    }
    await withTaskDatabaseUrl(environment, async (url) => {
      const names = await (dryRun ? pendingMigrations(url) : runMigrations(url));
      const verb = dryRun ? 'would migrate' : 'migrated';
      console.log(names.length === 0 ? 'the task tables are up to date' : `${verb}: ${names.join(', ')}`);
    });
  });
}
