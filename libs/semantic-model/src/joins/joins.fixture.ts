import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { listRelations, profileRelations, readCatalog, relationName } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import pg from 'pg';
import { findJoins } from './find-joins.js';
import type { FoundJoins, Join } from './join.js';

/** A database of one suite. */
export interface JoinsDatabase {
  readonly url: string;
  readonly pool: pg.Pool;
  drop(): Promise<void>;
}

export async function joinsDatabase(): Promise<JoinsDatabase> {
  const database: TestDatabase = await createTestDatabase('joins');
  const pool = new pg.Pool({ connectionString: database.url, max: 3 });
  pool.on('error', () => undefined);
  const drop = async (): Promise<void> => {
    await pool.end();
    await database.drop();
  };
  return { url: database.url, pool, drop };
}

/** Of a schema that holds these tables only. */
export async function joinsIn(pool: pg.Pool, statements: string): Promise<FoundJoins> {
  await pool.query(`drop schema public cascade; create schema public; ${statements}`);
  const lender = lenderOf(pool);
  const catalog = await readCatalog(lender, await listRelations(pool));
  const profiles = await profileRelations(lender, catalog);
  return findJoins(lender, catalog, { profiles: new Map(profiles.map((profile) => [relationName(profile), profile])) });
}

/** `orders(customer_id) -> customers(id)` */
export function written({ from, to, fromFields, toFields, condition }: Join): string {
  const when = condition ? ` [${condition.field} = ${condition.value}]` : '';
  return `${from}(${fromFields.join(', ')}) -> ${to}(${toFields.join(', ')})${when}`.replaceAll('public.', '');
}

export function facts({ joins }: FoundJoins): string[] {
  return joins.filter(({ standing }) => standing === 'fact').map(written);
}

export function hints({ joins }: FoundJoins): string[] {
  return joins.filter(({ standing }) => standing === 'hint').map(written);
}

export function joinOf({ joins }: FoundJoins, column: string): Join | undefined {
  return joins.find(({ fromFields }) => fromFields.join(', ') === column);
}
