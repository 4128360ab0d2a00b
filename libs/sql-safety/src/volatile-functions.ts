import type pg from 'pg';
import { translatePostgresError } from '#libs/postgres';
import type { HarmlessStatement } from './check-read-only-statement.js';
import { refusal, type Refusal } from './refusal.js';

/**
 * Names of the functions that the database has beside PostgreSQL's own and that may do anything when called: write
 * through a connection of their own, wait, start programs. A read-only session does not stop that.
 * @throws DomainError of kind `unavailable` when the database is away
 */
export async function readVolatileFunctions(pool: pg.Pool, database: string): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await pool.query<{ name: string }>(
      `SELECT DISTINCT p.proname AS name FROM pg_catalog.pg_proc p
       WHERE p.provolatile = 'v' AND p.pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    );
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    throw translatePostgresError(error, database);
  }
}

/** Refuses a statement that calls one of them. */
export function refuseVolatile({ functions }: HarmlessStatement, volatile: ReadonlySet<string>): Refusal | null {
  const called = functions.find((name) => volatile.has(name));
  return called === undefined ? null : refusal('volatile_function', called);
}
