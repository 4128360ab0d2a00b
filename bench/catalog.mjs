/**
 * `node bench/catalog.mjs [--tables 1000] [--runs 7]`
 *
 * Reads the whole catalog of made-up tables of 15 columns with keys and comments, against `pg_dump --schema-only` of
 * the same database in the same run, and counts the queries. Needs TEST_DATABASE_URL (a database of its own is made and
 * dropped), `pg_dump` and a build.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { listRelations, readCatalog } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import { createBusinessSchema } from './business-schema.mjs';
import { median, report, withScratchDatabase } from './measure.mjs';

const { values } = parseArgs({
  options: { tables: { type: 'string', default: '1000' }, runs: { type: 'string', default: '7' } },
});
const tables = Number(values.tables);

/** As a step reads it: connections of its own, opened for this. */
async function read(url, selection) {
  const pool = new pg.Pool({ connectionString: url, max: 4 });
  const startedAt = performance.now();
  const catalog = await readCatalog(lenderOf(pool), selection);
  const elapsed = performance.now() - startedAt;
  await pool.end();
  if (catalog.relations.length !== selection.length) {
    throw new Error(`${catalog.relations.length} of ${selection.length} relations read`);
  }
  return elapsed;
}

function dump(url) {
  const startedAt = performance.now();
  execFileSync('pg_dump', ['--schema-only', '--file', '/dev/null', url]);
  return performance.now() - startedAt;
}

async function countQueries(url, selection) {
  const client = new pg.Client(url);
  await client.connect();
  const query = client.query.bind(client);
  let count = 0;
  client.query = (...parameters) => ((count += 1), query(...parameters));
  await readCatalog(client, selection);
  await client.end();
  return count;
}

await withScratchDatabase(`bench_catalog_${randomBytes(4).toString('hex')}`, async (url) => {
  await createBusinessSchema(url, { tables });
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const selection = await listRelations(pool);
  await pool.end();
  console.log(
    `${selection.length} tables of 15 columns, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`,
  );
  const first = await read(url, selection);
  const ours = [];
  const anchors = [];
  for (let run = 0; run < Number(values.runs); run++) {
    anchors.push(dump(url));
    ours.push(await read(url, selection));
  }
  const [anchor, mine] = [median(anchors), median(ours)];
  console.log(`first read in a new process ${first.toFixed(0)} ms`);
  report('catalog read', {
    anchor: `${anchor.toFixed(0)} ms (pg_dump --schema-only)`,
    ours: `${mine.toFixed(0)} ms`,
    ratio: mine / anchor,
    atMost: 0.5,
  });
  const [one, all] = [await countQueries(url, selection.slice(0, 1)), await countQueries(url, selection)];
  report('queries for all tables', { anchor: `${one} for one table`, ours: `${all}`, ratio: all / one, atMost: 1 });
});
