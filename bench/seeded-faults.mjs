/**
 * Seeded faults: does sql_validation notice a statement that was changed in one slot, and does it leave good pairs alone?
 *   npm run build && node bench/seeded-faults.mjs [options] DATABASE_URL…
 *   --pairs 105          of each database
 *   --seed 1             draws pairs and faults
 *   --language en        of the generated pairs
 *   --questions FOLDER   questions of people with gold statements as well (bench/question-databases.mjs); their databases are
 *                        loaded into scratch databases of TEST_DATABASE_URL
 *   --verbose            lists what was missed and what was accused
 * Three sets are printed apart: pairs of the generator, which carry their intent; the same pairs without it, as if a person
 * had written them; and the questions of people. In each pair one slot is changed (bench/seeded-faults/faults.mjs). A fault
 * counts as found when the pair is not valid or its evidence says that something is wrong.
 * Goals for pairs with an intent: at least 95 % found, fewer than 1 % of the good pairs accused.
 */
import { parseArgs } from 'node:util';
import { report, withClient, withScratchDatabase } from './measure.mjs';
import { readQuestionDatabases, runScript } from './question-databases.mjs';
import { pairsOf, runSteps, validatePairs } from './run-steps.mjs';
import { sampleOf, seededRandom } from './sample.mjs';
import { faultData } from './seeded-faults/data.mjs';
import { FAULTS, withFault } from './seeded-faults/faults.mjs';

const { values, positionals } = parseArgs({
  options: {
    pairs: { type: 'string', default: '105' },
    seed: { type: 'string', default: '1' },
    language: { type: 'string', default: 'en' },
    questions: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
if (positionals.length === 0 && values.questions === undefined) {
  throw new Error('usage: node bench/seeded-faults.mjs [--questions FOLDER] [--pairs 105] [--verbose] DATABASE_URL…');
}
const seed = Number(values.seed);
const sets = { 'with intent': newSet(), 'without intent': newSet(), people: newSet() };

for (const url of positionals) {
  const run = await runSteps(url, { language: values.language });
  const pairs = sampleOf(pairsOf(run), Number(values.pairs), seed);
  await measure(sets['with intent'], url, pairs);
  const bare = pairs.map(({ question, sql }) => ({ question, sql, source: 'uploaded' }));
  await measure(sets['without intent'], url, bare);
}
if (values.questions !== undefined) {
  for (const { name, script, questions } of await readQuestionDatabases(values.questions)) {
    await withScratchDatabase(`bench_faults_${name}`, async (url) => {
      await withClient(url, (client) => runScript(client, script));
      const asked = questions.flatMap(({ question, question_zh: chinese, gold_sql: [sql] }) =>
        [question, chinese].filter(Boolean).map((text) => ({ question: text, sql, source: 'uploaded' })),
      );
      await measure(sets.people, url, asked);
    });
  }
}
for (const [name, set] of Object.entries(sets)) {
  print(name, set, name === 'with intent');
}

function newSet() {
  return { good: 0, accused: [], faults: new Map(FAULTS.map((kind) => [kind, { made: 0, found: 0 }])), missed: [] };
}

async function measure(set, url, pairs) {
  const good = await verdicts(url, pairs);
  const kept = pairs.filter((pair, index) => good[index].valid);
  set.good += kept.length;
  pairs.forEach((pair, index) => {
    if (good[index].valid && good[index].accused) {
      set.accused.push({ ...pair, why: good[index].why });
    }
  });
  const faulty = await withClient(url, async (client) => faultsOf(kept, await faultData(client), client));
  const judged = await verdicts(
    url,
    faulty.map(({ pair }) => pair),
  );
  faulty.forEach(({ kind, pair }, index) => {
    const counts = set.faults.get(kind);
    const isFound = !judged[index].valid || judged[index].accused;
    counts.made += 1;
    counts.found += isFound ? 1 : 0;
    if (!isFound) {
      set.missed.push({ kind, ...pair });
    }
  });
}

/** One fault for each pair, the kinds in turn where they apply. Statements that do not run are no fault of this kind. */
async function faultsOf(pairs, data, client) {
  const random = seededRandom(seed);
  const made = [];
  for (const [index, pair] of pairs.entries()) {
    for (let turn = 0; turn < FAULTS.length; turn += 1) {
      const kind = FAULTS[(index + turn) % FAULTS.length];
      const sql = await withFault(pair.sql, kind, random, data);
      if (sql !== null && (await runs(client, sql)) && !(await isSame(client, sql, pair.sql))) {
        made.push({ kind, pair: { ...pair, sql } });
        break;
      }
    }
  }
  return made;
}

async function runs(client, sql) {
  try {
    await client.query(`EXPLAIN ${sql}`);
    return true;
  } catch {
    return false;
  }
}

/** A plan without a difference: the change changed nothing, such as the order of a count. */
async function isSame(client, one, other) {
  const [left, right] = await Promise.all(
    [one, other].map(async (sql) => JSON.stringify((await client.query(`EXPLAIN (COSTS OFF, VERBOSE) ${sql}`)).rows)),
  );
  return left === right;
}

/** What sql_validation says of each pair. Pairs that it takes for duplicates of others are asked about again. */
async function verdicts(url, pairs) {
  const said = new Map();
  let left = pairs.map((pair, index) => ({ ...pair, place: index }));
  while (left.length > 0) {
    const results = await validatePairs(url, left, { language: values.language });
    const before = left.length;
    left = left.filter((pair) => {
      const result = results.find(({ question, sql }) => question === pair.question && sql === pair.sql);
      if (result) {
        said.set(pair.place, verdictOf(result));
      }
      return !result;
    });
    if (left.length === before) {
      throw new Error('sql_validation gave no verdict on any pair');
    }
  }
  return pairs.map((_, index) => said.get(index));
}

function verdictOf({ valid, read_back: readBack, evidence }) {
  const missing = evidence?.values?.missing ?? [];
  const reasons = [
    ...(readBack?.agrees === false
      ? readBack.slots.map(({ slot, expected, found }) => `${slot}: ${expected} ≠ ${found}`)
      : []),
    ...missing.map((value) => `value ${JSON.stringify(value)} is not in its column`),
  ];
  return { valid, accused: reasons.length > 0, why: reasons };
}

function print(name, { good, accused, faults, missed }, hasGoals) {
  if (good === 0) {
    return;
  }
  const all = [...faults.values()];
  const made = all.reduce((sum, counts) => sum + counts.made, 0);
  const found = all.reduce((sum, counts) => sum + counts.found, 0);
  const kinds = [...faults].map(([kind, counts]) => `${kind} ${counts.found}/${counts.made}`).join(', ');
  console.log(`${name}: ${good} good pairs, ${accused.length} accused; ${found} of ${made} faults found (${kinds})`);
  if (values.verbose) {
    accused.forEach(({ question, sql, why }) =>
      console.log(`  accused: ${question}\n    ${sql}\n    ${why.join('\n    ')}`),
    );
    missed.forEach(({ kind, question, sql }) => console.log(`  missed ${kind}: ${question}\n    ${sql}`));
  }
  if (hasGoals) {
    report(`faults found, ${name}`, {
      anchor: `${made} faults`,
      ours: `${found} found`,
      ratio: found / made,
      atLeast: 0.95,
    });
  }
  report(`good pairs accused, ${name}`, {
    anchor: `${good} good pairs`,
    ours: `${accused.length} accused`,
    ratio: accused.length / good,
    atMost: 0.0099,
  });
}
