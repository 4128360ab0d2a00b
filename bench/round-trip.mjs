/**
 * `node bench/round-trip.mjs <database URL>…`
 * `node bench/round-trip.mjs --random 500 [--seed 1] [--shrink]`
 *
 * Writes `schema.sql`, rules, triggers and policies included, for everything in each database, runs it in an empty one,
 * and compares: our own catalog of both, and what `pg_dump --schema-only` writes of both, object by object. Routines and
 * types that no relation needs are not part of the bundle. With `--random`, the databases hold random schemas of 5 to 40
 * objects; the seed of each is printed with its problems, and `--shrink` then leaves objects out that do not matter.
 * Needs TEST_DATABASE_URL (a server where databases are made and dropped), `pg_dump` of its version and a build.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { report, withScratchDatabase } from './measure.mjs';
import { KINDS } from './random-schema/index.mjs';
import { dumpDifferences } from './round-trip/dump-differences.mjs';
import { planOf, smallestPlan, tryPlan } from './round-trip/random.mjs';
import { roundTrip } from './round-trip/round-trip.mjs';

const { positionals: urls, values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    shrink: { type: 'boolean', default: false },
    'without-pg-dump': { type: 'boolean', default: false },
  },
});
if (urls.length === 0 && flags.random === undefined) {
  throw new Error(
    'name the databases: node bench/round-trip.mjs postgres://…/pagila postgres://…/chinook, or --random 500',
  );
}
const dump = !flags['without-pg-dump'];

const printed = (text) => text.replace(/\s+/g, ' ').slice(0, 600);

for (const url of urls) {
  await withScratchDatabase(`bench_round_trip_${randomBytes(4).toString('hex')}`, async (target) => {
    const { source, leftOut, differences, restored } = await roundTrip(url, target);
    const inDump = dump && restored ? await dumpDifferences(url, target) : [];
    [...leftOut, ...differences].forEach((line) => console.log(`  ${printed(line)}`));
    inDump.slice(0, 20).forEach((line) => console.log(`  pg_dump ${printed(line)}`));
    report(`round trip of ${source.database}`, {
      anchor: `${source.relations.length} relations, ${source.partitions.length} partitions, ${source.objects.length} objects`,
      ours: `${differences.length} differences, ${inDump.length} in pg_dump, ${leftOut.length} left out`,
      ratio: differences.length + inDump.length + leftOut.length,
      atMost: 0,
    });
  });
}

if (flags.random !== undefined) {
  await randomRoundTrips(Number(flags.random), Number(flags.seed));
}

async function randomRoundTrips(count, firstSeed) {
  const made = new Map(KINDS.map((kind) => [kind, 0]));
  const totals = { failed: 0, problems: 0, relations: 0, objects: 0, statements: 0, refused: 0 };
  for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
    const result = await tryPlan(planOf(seed), { dump });
    result.made.forEach((number, kind) => made.set(kind, made.get(kind) + number));
    totals.relations += result.source.relations.length + result.source.partitions.length;
    totals.objects += result.source.objects.length;
    totals.statements += result.statements.length;
    totals.refused += result.refused.length;
    if (result.problems.length > 0) {
      totals.failed += 1;
      totals.problems += result.problems.length;
      await show(seed, result);
    }
  }
  console.log(`objects made: ${[...made].map(([kind, number]) => `${kind} ${number}`).join(', ')}`);
  report(`round trip of ${count} random schemas from seed ${firstSeed}`, {
    anchor: `${totals.statements} statements (${totals.refused} more refused by PostgreSQL), ${totals.relations} relations, ${totals.objects} objects`,
    ours: `${totals.problems} differences in ${totals.failed} schemas`,
    ratio: totals.problems,
    atMost: 0,
  });
}

async function show(seed, result) {
  console.log(`seed ${seed}:`);
  result.problems.slice(0, 5).forEach((problem) => console.log(`  ${printed(problem)}`));
  if (flags.shrink) {
    const smallest = await smallestPlan(seed, { dump });
    const { statements, problems } = await tryPlan(smallest, { dump });
    problems.slice(0, 3).forEach((problem) => console.log(`  small: ${printed(problem)}`));
    console.log(`${statements.map((statement) => `    ${printed(statement)};`).join('\n')}`);
  }
}
