import type pg from 'pg';
import type { ResolvedConfig } from '#libs/config';
import { migrationState } from '#libs/database';
import { operatorCommand } from '#libs/operator-command';
import { productVersion } from '#libs/product-version';
import { askPostgres, postgresClock } from '../ask-postgres.js';
import { fail, ok, type Check } from '../check.js';
import { found, remedies } from '../messages.js';
import { clockCheck } from './clock-check.js';
import { processChecks } from './processes.js';
import { sharedChecks } from './shared-storage.js';

/**
 * The task tables, the clock of their server, and the processes that report themselves in them.
 * The start of a service migrates an embedded database by itself.
 */
export async function taskDatabaseChecks(
  { databaseUrl: url, embedded, storage }: ResolvedConfig,
  signal: AbortSignal,
): Promise<Check[]> {
  return askPostgres(url, signal, async (client, facts) => {
    const checks = [
      ok('task_database', found.postgres_ok(facts)),
      clockCheck('PostgreSQL', await postgresClock(client)),
    ];
    if ((await mayUseTables(client)) === false) {
      return [...checks, fail('task_database', found.tables_forbidden(facts), remedies.task_rights())];
    }
    const { pending, newer } = await migrationState(url);
    if (newer.length > 0) {
      const message = found.tables_newer({ migrations: newer, version: productVersion() });
      return [...checks, fail('task_database', message, remedies.upgrade())];
    }
    if (pending.length > 0 && embedded?.tasks === true) {
      return [...checks, ok('task_database', found.tables_at_start())];
    }
    if (pending.length > 0) {
      const remedy = remedies.migrate({ command: operatorCommand('migrate') });
      return [...checks, fail('task_database', found.tables_pending({ count: pending.length }), remedy)];
    }
    return [
      ...checks,
      ok('task_database', found.tables_current()),
      ...(await processChecks(client)),
      ...(await sharedChecks(client, storage)),
    ];
  });
}

/** Null while there are none. */
async function mayUseTables(client: pg.ClientBase): Promise<boolean | null> {
  const { rows } = await client.query<{ may: boolean | null }>(
    `SELECT bool_and(has_table_privilege(c.oid, needed)) AS may
       FROM pg_catalog.pg_class c, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS needed
      WHERE c.relkind = 'r' AND c.relname LIKE 'data\\_pipeline\\_%'
        AND c.relnamespace = (SELECT relnamespace FROM pg_catalog.pg_class WHERE oid = to_regclass('data_pipeline_tasks'))
        AND (needed = 'SELECT' OR c.relname <> 'data_pipeline_migrations')`,
  );
  return rows[0]?.may ?? null;
}
