// Runs in a container of the image: makes the bundled sample a business database of the compose file's PostgreSQL, with
// copies of a table that keep a task busy for some seconds, and a role that may only read.
import { installSampleDatabase } from '/app/dist/libs/sample-database/src/index.js';
import pg from 'pg';

const [, password, copies] = process.argv;
const database = 'highway_db';
const url = new URL(process.env.DATABASE_URL);

async function on(name, work) {
  const address = new URL(url);
  address.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: address.toString() });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

await on('postgres', async (client) => {
  await client.query(`CREATE DATABASE ${database}`);
  await client.query(`CREATE ROLE highway_reader LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
});
await on(database, async (client) => {
  await installSampleDatabase(client);
  await client.query('CREATE SCHEMA copies');
  for (let copy = 1; copy <= Number(copies); copy += 1) {
    await client.query(`CREATE TABLE copies.company_${copy} (LIKE public.bss_company INCLUDING ALL)`);
    await client.query(`INSERT INTO copies.company_${copy} SELECT * FROM public.bss_company`);
  }
  await client.query(`
    GRANT USAGE ON SCHEMA public, copies TO highway_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA public, copies TO highway_reader`);
});
