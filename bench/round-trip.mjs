/**
 * `node bench/round-trip.mjs <database URL>…`
 *
 * Writes `schema.sql` for everything in each database, runs it in an empty one, and counts the relations whose catalog
 * is not the same there. Needs TEST_DATABASE_URL (a server where databases are made and dropped) and a build.
 */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import pg from 'pg';
import { listRelations, readCatalog } from '#libs/catalog';
import { lenderOf } from '#libs/postgres';
import { renderSchemaSql } from '#libs/steps/ddl-generation';
import { report, withScratchDatabase } from './measure.mjs';

const { positionals: urls } = parseArgs({ allowPositionals: true, options: {} });
if (urls.length === 0) {
  throw new Error('name the databases: node bench/round-trip.mjs postgres://…/pagila postgres://…/chinook');
}

async function catalogOf(url) {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  const catalog = await readCatalog(lenderOf(pool), await listRelations(pool, { partitions: true }));
  await pool.end();
  return catalog;
}

function without(object, ...keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Without the facts that differ between servers and between runs. */
function lasting(relation) {
  const columns = relation.columns.map((column) => without(column, 'baseTypeOid', 'position'));
  return { ...without(relation, 'oid', 'rowEstimate', 'sizeBytes'), columns };
}

const lastingType = (type) => without(type, 'oid');

const byName = (items) => new Map(items.map((item) => [`${item.schema}.${item.name}`, item]));

/** Names of what is missing, more, or not the same. */
function differences(source, copy) {
  const parts = [
    ['relation', source.relations.map(lasting), copy.relations.map(lasting)],
    ['type', source.types.map(lastingType), copy.types.map(lastingType)],
    ['collation', source.collations, copy.collations],
    ['sequence', source.sequences, copy.sequences],
  ];
  return parts.flatMap(([kind, ours, theirs]) => {
    const [before, after] = [byName(ours), byName(theirs)];
    const names = [...new Set([...before.keys(), ...after.keys()])];
    return names
      .filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)))
      .map((name) => `${kind} ${name}`);
  });
}

for (const url of urls) {
  const source = await catalogOf(url);
  const bundle = renderSchemaSql(source);
  await withScratchDatabase(`bench_round_trip_${randomBytes(4).toString('hex')}`, async (target) => {
    const client = new pg.Client(target);
    await client.connect();
    await client.query(bundle);
    await client.end();
    const different = differences(source, await catalogOf(target));
    different.forEach((name) => console.log(`  differs: ${name}`));
    report(`round trip of ${source.database}`, {
      anchor: `${source.relations.length} relations`,
      ours: `${different.length} differences`,
      ratio: different.length / source.relations.length,
      atMost: 0,
    });
  });
}
