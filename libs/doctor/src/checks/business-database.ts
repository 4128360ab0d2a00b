import type pg from 'pg';
import { askPostgres, type PostgresFacts } from '../ask-postgres.js';
import { fail, ok, warn, type Check } from '../check.js';
import { found, remedies } from '../messages.js';

/** Schemas of the server itself. */
const OF_THE_SERVER = `nspname IN ('pg_catalog', 'information_schema') OR nspname LIKE 'pg\\_toast%' OR nspname LIKE 'pg\\_temp%'`;

/** @param isOurs the embedded sample, whose only role is its owner */
export async function businessDatabaseChecks(url: string, isOurs: boolean, signal: AbortSignal): Promise<Check[]> {
  return askPostgres(url, signal, async (client, facts) => {
    const { readable, writable } = await tablesOf(client);
    if (readable === 0) {
      return [fail('business_database', found.business_empty(facts), remedies.read_rights())];
    }
    const right = isOurs ? null : strongestRight(facts, writable);
    return [
      ok('business_database', found.business_ok({ ...facts, tables: readable })),
      ...(right === null
        ? []
        : [warn('business_database', found.business_writable({ role: facts.role, right }), remedies.read_only())]),
    ];
  });
}

function strongestRight({ isSuperuser }: PostgresFacts, writable: number): string | null {
  if (isSuperuser) {
    return 'SUPERUSER';
  }
  return writable > 0 ? 'INSERT, UPDATE, DELETE' : null;
}

async function tablesOf(client: pg.ClientBase): Promise<{ readable: number; writable: number }> {
  const { rows } = await client.query<{ readable: number; writable: number }>(
    `SELECT count(*) FILTER (WHERE has_table_privilege(c.oid, 'SELECT')
                               AND has_schema_privilege(n.oid, 'USAGE'))::int AS readable,
            count(*) FILTER (WHERE has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE'))::int AS writable
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT (${OF_THE_SERVER})`,
  );
  return rows[0] ?? { readable: 0, writable: 0 };
}
