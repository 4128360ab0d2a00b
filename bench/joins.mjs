/**
 * `node bench/joins.mjs [--only northwind,pagila] [--keep-keys] [--verbose] <server URL> [<truth list or folder>]`
 *
 * Keys and joins against the lists of an analyst. A truth list `NAME.yaml` belongs to the database `try_NAME` of the
 * server (`--prefix`), or to the statements in `NAME.sql` next to it. The tables and rows are copied without constraints
 * and indexes into a database that is made and dropped; precision and recall of the facts are compared with the goals.
 * Needs a build.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import pg from 'pg';
import { parse } from 'yaml';
import { listRelations, profileRelations, readCatalog } from '#libs/catalog';
import { lenderOf, withDatabase } from '#libs/postgres';
import { findJoins } from '#libs/semantic-model';
import { report } from './measure.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    prefix: { type: 'string', default: 'try_' },
    'keep-keys': { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const [server = process.env.TEST_DATABASE_URL, lists = path.join(import.meta.dirname, 'joins')] = positionals;
if (!server) {
  throw new Error('name the server: node bench/joins.mjs postgres://…/postgres');
}
const PRECISION = 0.95;
const RECALL = 0.9;
const run = promisify(execFile);

/** `a.b(c) -> d.e(f) [g = h]` without the condition; the alternatives after `|` are as good. */
const waysOf = (line) => line.split(' | ').map((way) => way.replace(/ \[.*\]$/, '').trim());

const written = ({ from, to, fromFields, toFields }) =>
  `${from}(${fromFields.join(', ')}) -> ${to}(${toFields.join(', ')})`;

/** A join of columns that are joined to the same column one by one is as true as its parts. */
function closure(joins) {
  const pairs = joins.map((join) => join.split(' -> '));
  const known = new Set(joins);
  for (let size = -1; size !== known.size;) {
    size = known.size;
    for (const [from, via] of [...known].map((join) => join.split(' -> '))) {
      pairs.filter(([start]) => start === via).forEach(([, to]) => known.add(`${from} -> ${to}`));
    }
  }
  return known;
}

async function copyOf(name, file, url) {
  const made = file.replace(/\.yaml$/, '.sql');
  if (existsSync(made)) {
    await run('psql', [url, '-qX', '-v', 'ON_ERROR_STOP=1', '-f', made], { maxBuffer: 1e8 });
    return;
  }
  const source = withDatabase(server, `${values.prefix}${name === 'ruoyi-vue-pro' ? 'cn' : name}`);
  const sections = values['keep-keys'] ? [] : ['--section=pre-data', '--section=data'];
  const dump = `pg_dump --no-owner --no-privileges ${sections.join(' ')} "$1" | psql -qX -o /dev/null "$2"`;
  await run('bash', ['-c', dump, 'copy', source, url], { maxBuffer: 1e9 });
  await dropForeignKeys(url);
}

async function dropForeignKeys(url) {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query(
    `select format('alter table %s drop constraint if exists %I cascade', conrelid::regclass, conname) as sql
     from pg_constraint where contype = any($1::char[]) and conrelid <> 0 and conparentid = 0
     and connamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
     order by contype`,
    [values['keep-keys'] ? ['f'] : ['f', 'p', 'u']],
  );
  for (const { sql } of rows) {
    await client.query(sql);
  }
  await client.query('analyze');
  await client.end();
}

async function infer(url) {
  const pool = new pg.Pool({ connectionString: url, max: 3, options: '-c default_transaction_read_only=on' });
  // The database is dropped while the last connections still close.
  pool.on('error', () => undefined);
  const lender = lenderOf(pool);
  const catalog = await readCatalog(lender, await listRelations(pool));
  const profiles = await profileRelations(lender, catalog);
  const startedAt = performance.now();
  const found = await findJoins(lender, catalog, {
    profiles: new Map(profiles.map((profile) => [`${profile.schema}.${profile.name}`, profile])),
  });
  const milliseconds = performance.now() - startedAt;
  await pool.end();
  return { ...found, catalog, milliseconds };
}

function compareJoins(truth, joins) {
  const facts = joins.filter(({ standing }) => standing === 'fact');
  const proposed = [...new Set(facts.map(written))];
  const required = truth.joins.map(waysOf);
  const right = closure([...required.flat(), ...(truth.optional ?? []).flatMap(waysOf)]);
  const reached = closure(proposed);
  const wrong = proposed.filter((join) => !right.has(join));
  const missed = required.filter((ways) => !ways.some((way) => reached.has(way)));
  return { proposed: proposed.length, wrong, required: required.length, missed };
}

function show(name, { wrong, missed }, joins) {
  wrong.forEach((join) => {
    const { confidence, evidence } = joins.find((one) => written(one) === join);
    console.log(`  ${name}: false ${join} ${confidence} ${JSON.stringify(evidence[0].because)}`);
  });
  missed.forEach(([join]) => {
    const hint = joins.find((one) => written(one) === join);
    console.log(`  ${name}: missed ${join}${hint ? ` (hint, ${hint.confidence})` : ''}`);
  });
}

function compareKeys(name, truth, { catalog, keys }) {
  const declared = catalog.relations.flatMap(({ schema, name: table, primaryKey }) =>
    primaryKey ? [`${schema}.${table}(${primaryKey.columns.join(', ')})`] : [],
  );
  const known = new Set([
    ...declared,
    ...[...keys].map(([table, { columns }]) => `${table}(${columns.toSorted().join(', ')})`),
  ]);
  const wanted = (truth.keys ?? []).map((line) =>
    line
      .split(' | ')
      .map((key) => key.trim().replace(/\((.*)\)/, (_, list) => `(${list.split(', ').toSorted().join(', ')})`)),
  );
  const missed = wanted.filter((ways) => !ways.some((way) => known.has(way)));
  if (values.verbose) {
    missed.forEach(([key]) =>
      console.log(
        `  ${name}: missed key ${key}, found ${[...known].filter((k) => k.startsWith(`${key.split('(')[0]}(`))}`,
      ),
    );
  }
  return { found: wanted.length - missed.length, wanted: wanted.length };
}

const folder = (await stat(lists)).isDirectory();
const files = folder
  ? (await readdir(lists)).filter((file) => file.endsWith('.yaml')).map((file) => path.join(lists, file))
  : [lists];
const only = values.only?.split(',');
const sum = { proposed: 0, wrong: 0, required: 0, missed: 0 };
for (const file of files.toSorted()) {
  const name = path.basename(file, '.yaml');
  if (only && !only.includes(name)) {
    continue;
  }
  const truth = parse(await readFile(file, 'utf8'));
  const scratch = `bench_joins_${randomBytes(4).toString('hex')}`;
  const admin = new pg.Client(server);
  await admin.connect();
  await admin.query(`create database ${scratch} template template0`);
  try {
    const url = withDatabase(server, scratch);
    await copyOf(name, file, url);
    const found = await infer(url);
    const compared = compareJoins(truth, found.joins);
    const keys = compareKeys(name, truth, found);
    const { proposed, wrong, required, missed } = compared;
    console.log(
      `${name}: ${required} joins, ${proposed} proposed, precision ${(1 - wrong.length / Math.max(1, proposed)).toFixed(3)}, recall ${(1 - missed.length / required).toFixed(3)}; ${keys.found} of ${keys.wanted} keys; ${found.joins.filter(({ standing }) => standing === 'hint').length} hints; ${found.milliseconds.toFixed(0)} ms`,
    );
    show(name, compared, found.joins);
    if (values.verbose) {
      found.joins
        .filter(({ standing }) => standing === 'hint')
        .forEach((join) => console.log(`  ${name}: hint ${written(join)} ${join.confidence}`));
    }
    sum.proposed += proposed;
    sum.wrong += wrong.length;
    sum.required += required;
    sum.missed += missed.length;
  } finally {
    await admin.query(`drop database ${scratch} with (force)`);
    await admin.end();
  }
}
report('precision of the joins of all databases', {
  anchor: `${sum.proposed} proposed`,
  ours: `${sum.wrong} false`,
  ratio: 1 - sum.wrong / sum.proposed,
  atLeast: PRECISION,
});
report('recall of the joins of all databases', {
  anchor: `${sum.required} in the lists`,
  ours: `${sum.missed} missed`,
  ratio: 1 - sum.missed / sum.required,
  atLeast: RECALL,
});
