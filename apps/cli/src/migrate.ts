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
    await withTaskDatabaseUrl(session, async (url) => {
      const names = await (dryRun ? pendingMigrations(url) : runMigrations(url));
      const listed = names.join(', ');
      const done = dryRun
        ? { zh: `将执行迁移：${listed}`, en: `would migrate: ${listed}` }
        : { zh: `已执行迁移：${listed}`, en: `migrated: ${listed}` };
      const current = { zh: '任务表已是最新', en: 'the task tables are up to date' };
      session.result({ migrations: names, dry_run: dryRun ?? false }, () =>
        console.log(session.text(names.length === 0 ? current : done)),
      );
    });
  }, session);
}
