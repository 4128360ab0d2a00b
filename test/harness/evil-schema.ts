import pg from 'pg';
import { runSql, type TestDatabase } from './test-database.js';

/** Functions that the statements on vector databases call. */
const CALLED = [
  ...['to_regclass(text) returns regclass', 'format_type(oid, integer) returns text', 'now() returns timestamptz'],
  ...['count() returns bigint', 'max(bigint) returns bigint', 'min(text) returns text', 'md5(text) returns text'],
  ...['quote_ident(text) returns text', 'length(text) returns integer', 'replace(text, text, text) returns text'],
  ...['round(numeric, integer) returns numeric', 'gen_random_uuid() returns uuid', 'pg_backend_pid() returns integer'],
  ...['pg_export_snapshot() returns text', 'unnest(anyarray) returns setof anyelement'],
  ...['set_config(text, text, boolean) returns text', 'current_setting(text) returns text'],
];

/** A schema before pg_catalog, for every session of the database, whose functions raise when they are called. */
export async function putEvilSchemaFirst({ url }: TestDatabase): Promise<void> {
  const database = pg.escapeIdentifier(new URL(url).pathname.slice(1));
  const traps = CALLED.map(
    (signature) =>
      `create function evil.${signature} language plpgsql as $$ begin raise exception 'evil: ${signature}'; end $$;`,
  );
  await runSql(
    url,
    `create schema evil; ${traps.join('\n')} alter database ${database} set search_path = public, evil, pg_catalog;`,
  );
}
