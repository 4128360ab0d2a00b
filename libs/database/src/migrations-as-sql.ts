import { DataSource, type QueryRunner } from 'typeorm';
import { MIGRATIONS, type Migration } from '#migrations';
import { dataSourceOptions, MIGRATION_LOCK, MIGRATIONS_TABLE } from './data-source.js';

const HEAD = `-- The task tables of Data Pipeline, written by the command "migrate --sql". Do not edit.
-- Needs no more than a session in the database of DATABASE_URL. A migration that has run is left out, so the whole file
-- may run again and brings an older installation to the newest version. Each block is atomic.
`;

/** As TypeORM creates it: a database that was migrated by either way is migrated further by either way. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS ${MIGRATIONS_TABLE} (
  id          serial  NOT NULL,
  "timestamp" bigint  NOT NULL,
  name        varchar NOT NULL,
  CONSTRAINT "PK_62b2e2f3c15c6325b2c07e8dd8d" PRIMARY KEY (id)
);
`;

/**
 * All migrations as one SQL script, for an operator whose database is changed by its administrator only. Made without
 * a connection.
 * @throws Error when a migration binds parameters or reads the database: its statements are not fixed.
 */
export async function migrationsAsSql(migrations: readonly (new () => Migration)[] = MIGRATIONS): Promise<string> {
  const blocks: string[] = [];
  for (const migration of migrations.map((Migration) => new Migration())) {
    blocks.push(blockOf(migration.name, await statementsOf(migration)));
  }
  return [HEAD, CREATE_TABLE, ...blocks].join('\n');
}

async function statementsOf(migration: Migration): Promise<string[]> {
  const statements: string[] = [];
  const refuse = async (): Promise<never> => {
    throw new Error(
      `migration ${migration.name} cannot be written as SQL: it may only run statements without parameters`,
    );
  };
  const runner: QueryRunner = Object.assign(
    new DataSource(dataSourceOptions('postgres://localhost', 1, 'data-pipeline sql')).createQueryRunner(),
    {
      connect: refuse,
      query: async (statement: string, parameters?: unknown) =>
        parameters === undefined ? void statements.push(withoutMargin(statement)) : refuse(),
    },
  );
  await migration.up(runner);
  return statements;
}

/** A block of PL/pgSQL is one statement, so it is atomic in any client and needs no variables of psql. */
function blockOf(name: string, statements: readonly string[]): string {
  return `DO $migration$
BEGIN
PERFORM pg_advisory_xact_lock(${MIGRATION_LOCK});
IF EXISTS (SELECT FROM ${MIGRATIONS_TABLE} WHERE name = '${name}') THEN
  RETURN;
END IF;
${statements.map((statement) => `${statement};\n`).join('')}INSERT INTO ${MIGRATIONS_TABLE} ("timestamp", name) VALUES (${name.slice(-13)}, '${name}');
END
$migration$;
`;
}

/** Without the indentation that a statement has in its source. */
function withoutMargin(statement: string): string {
  const [first = '', ...rest] = statement.trim().split('\n');
  const margin = Math.min(...rest.map((line) => line.search(/\S/)).filter((width) => width >= 0));
  return [first, ...rest.map((line) => line.slice(margin))].join('\n');
}
