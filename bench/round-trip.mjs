/**
 * `node bench/round-trip.mjs <database URL>…`
 *
 * Writes `schema.sql`, rules, triggers and policies included, for everything in each database, runs it in an empty one,
 * and compares: our own catalog of both, and what `pg_dump --schema-only` writes of both, statement by statement. Routines
 * and types that no relation needs are not part of the bundle. Needs TEST_DATABASE_URL (a server where databases are made
 * and dropped), `pg_dump` and a build.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import pg from 'pg';
import { listRelations, readCatalog } from '#libs/catalog';
import { schemaBundle } from '#libs/steps/ddl-generation';
import { report, withScratchDatabase } from './measure.mjs';

const { positionals: urls } = parseArgs({ allowPositionals: true, options: {} });
if (urls.length === 0) {
  throw new Error('name the databases: node bench/round-trip.mjs postgres://…/pagila postgres://…/chinook');
}

async function withClient(url, work) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const catalogOf = (url) => withClient(url, async (client) => readCatalog(client, await listRelations(client)));

function without(object, ...keys) {
  return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Every relation and object by name, without what differs from server to server and from run to run. */
function lasting(catalog) {
  const relations = [...catalog.relations, ...catalog.partitions].map((relation) => [
    `${relation.kind} ${relation.schema}.${relation.name}`,
    {
      ...without(relation, 'oid', 'rowEstimate', 'sizeBytes'),
      columns: relation.columns.map((column) => without(column, 'baseTypeOid', 'position')),
    },
  ]);
  const objects = catalog.objects.map((object) => [
    `${object.kind} ${object.schema}.${object.name}`,
    without(object, 'key'),
  ]);
  return new Map([...relations, ...objects]);
}

/** Names of what is missing, more, or not the same. */
function differences(source, copy) {
  const [before, after] = [lasting(source), lasting(copy)];
  return [...new Set([...before.keys(), ...after.keys()])].filter(
    (name) => !isDeepStrictEqual(before.get(name), after.get(name)),
  );
}

/** Comments, settings of the session and psql's own commands say nothing about the schema. */
function dumped(url) {
  const text = execFileSync('pg_dump', ['--schema-only', '--no-owner', '--no-privileges', url], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  const lines = text
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^(--|\\|SET |SELECT pg_catalog\.)/.test(line));
  return new Set(lines.join('\n').split(/;\n(?=CREATE|ALTER|COMMENT|GRANT)/));
}

/** Statements of the dump about objects that the bundle has; others (an unused function) are not its task. */
function dumpDifferences(source, copy) {
  const [before, after] = [dumped(source), dumped(copy)];
  const isOptional = (statement) =>
    /^(CREATE|ALTER|COMMENT ON) (FUNCTION|PROCEDURE|AGGREGATE|TYPE|DOMAIN|SEQUENCE|SCHEMA|EXTENSION|EVENT|TEXT|OPERATOR|CAST|COLLATION|FOREIGN|SERVER|PUBLICATION)/.test(
      statement,
    );
  return [
    ...[...before].filter((statement) => !after.has(statement) && !isOptional(statement)).map((text) => `- ${text}`),
    ...[...after].filter((statement) => !before.has(statement)).map((text) => `+ ${text}`),
  ];
}

for (const url of urls) {
  const source = await catalogOf(url);
  const { sections, leftOut } = schemaBundle(source, { behaviour: true });
  await withScratchDatabase(`bench_round_trip_${randomBytes(4).toString('hex')}`, async (target) => {
    await withClient(target, (client) => client.query([...sections].join('')));
    const different = differences(source, await catalogOf(target));
    const inDump = dumpDifferences(url, target);
    [...leftOut, ...different.map((name) => `differs: ${name}`)].forEach((line) => console.log(`  ${line}`));
    inDump.slice(0, 20).forEach((line) => console.log(`  pg_dump ${line.replace(/\s+/g, ' ').slice(0, 200)}`));
    report(`round trip of ${source.database}`, {
      anchor: `${source.relations.length} relations, ${source.partitions.length} partitions, ${source.objects.length} objects`,
      ours: `${different.length} differences, ${inDump.length} in pg_dump, ${leftOut.length} left out`,
      ratio: (different.length + inDump.length + leftOut.length) / source.relations.length,
      atMost: 0,
    });
  });
}
