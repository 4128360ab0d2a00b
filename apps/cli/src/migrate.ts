import { migrationsAsSql, pendingMigrations, runMigrations } from '#libs/database';
import { reportFailure } from './report-failure.js';
import type { Session } from './session.js';
import { withTaskDatabaseUrl } from './task-database.js';

export interface MigrateOptions {
  /** Prints the statements of all migrations. Connects to nothing. */
  readonly sql?: boolean;
  /** Prints the names of the migrations that would run. */
  readonly dryRun?: boolean;
}

/** Migrates the task tables; on the embedded default those of the embedded database. */
export async function migrate({ sql, dryRun }: MigrateOptions, session: Session): Promise<void> {
  await reportFailure(async () => {
    if (sql) {
      process.stdout.write(await migrationsAsSql());
      return;
    }
    await withTaskDatabaseUrl(session.environment, async (url) => {
      const names = await (dryRun ? pendingMigrations(url) : runMigrations(url));
      const verb = dryRun ? 'would migrate' : 'migrated';
      session.result({ migrations: names, dry_run: dryRun ?? false }, () =>
        console.log(names.length === 0 ? 'the task tables are up to date' : `${verb}: ${names.join(', ')}`),
      );
    });
  }, session);
}
