/**
 * What the offline pairs prove: conditions that filter nothing, pairs whose mutants of WHERE, boundary and aggregate all give
 * another result, groups of pairs with equal results that are not marked. Steps run with default parameters. Build first.
 * The databases are only read.
 *   node bench/pair-proof.mjs [--language en] [--scratch URL] [--verbose] [--json FILE] DATABASE_URL…
 * With `--scratch`, a database that none of the data is in, mutants are tried on perturbed copies too, as in the product.
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { report } from './measure.mjs';
import { pairsOf, runSteps } from './run-steps.mjs';

const { values, positionals } = parseArgs({
  options: {
    language: { type: 'string', multiple: true },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
    scratch: { type: 'string' },
  },
  allowPositionals: true,
});
if (positionals.length === 0) {
  throw new Error('usage: node bench/pair-proof.mjs [--language zh|en] [--scratch URL] [--verbose] DATABASE_URL…');
}

/** Kinds of mutants that the goal is about. */
const JUDGED = ['condition', 'boundary', 'aggregate'];
const all = [];
for (const url of positionals) {
  for (const language of values.language ?? ['en', 'zh']) {
    const run = await runSteps(url, {
      language,
      scratch: values.scratch,
      warn: (message) => console.log(`  ${message}`),
    });
    const pairs = pairsOf(run);
    all.push(...pairs);
    const seconds = Object.entries(run.results).map(([step, { duration }]) => `${step} ${duration.toFixed(1)} s`);
    print(`${new URL(url).pathname.slice(1)} ${language}`, pairs);
    console.log(`  ${seconds.join(', ')}`);
    if (values.verbose) {
      list(pairs);
    }
  }
}
const total = print('all', all);
report('real conditions that filter nothing', goal(total.vacuous, total.conditions, { atMost: 0.01 }));
report(
  'pairs without a living mutant of WHERE, boundary, aggregate',
  goal(total.strong, total.mutable, { atLeast: 0.9 }),
);
report('groups with equal results that are not marked', { ...goal(total.unmarked, 1, { atMost: 0 }), anchor: '0' });
if (values.json) {
  await writeFile(values.json, JSON.stringify(all, null, 1));
}
process.exit();

function goal(part, whole, limit) {
  return { anchor: `${whole}`, ours: `${part}`, ratio: whole === 0 ? 0 : part / whole, ...limit };
}

function print(name, pairs) {
  const evidences = pairs.map(({ evidence }) => evidence ?? {});
  const sum = (value) => evidences.reduce((count, evidence) => count + (value(evidence) ?? 0), 0);
  const mutable = evidences.filter(({ mutants }) => (mutants?.made ?? 0) > 0);
  const counts = {
    pairs: pairs.length,
    proven: evidences.filter(({ runs, not_proven: reason }) => runs && !reason).length,
    conditions: sum(({ conditions }) => conditions && conditions.checked - conditions.guards),
    vacuous: sum(({ conditions }) => conditions?.vacuous.length),
    mutants: sum(({ mutants }) => mutants?.made),
    killed: sum(({ mutants }) => mutants?.killed),
    onCopy: sum(({ mutants }) => mutants?.killed_on_copy),
    undecided: sum(({ mutants }) => mutants?.undecided),
    mutable: mutable.length,
    strong: mutable.filter(({ mutants }) => !mutants.living.some(({ kind }) => JUDGED.includes(kind))).length,
    implausible: evidences.filter(({ plausible }) => plausible && !plausible.ok).length,
    same: evidences.filter(({ same_result_as: same = [] }) => same.length > 0).length,
    unmarked: unmarkedGroups(pairs),
  };
  console.log(
    `${name}: ${Object.entries(counts)
      .map(([key, count]) => `${key} ${count}`)
      .join(', ')}`,
  );
  const kinds = evidences.flatMap(({ mutants }) => mutants?.living.map(({ kind }) => kind) ?? []);
  console.log(
    `  living: ${[...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => `${kind} ${length}`).join(', ')}`,
  );
  return counts;
}

/** A pair that names another one is named by it. */
function unmarkedGroups(pairs) {
  const marked = new Map(pairs.map(({ id, evidence }) => [id, new Set(evidence?.same_result_as ?? [])]));
  return pairs.filter(({ id }) =>
    [...(marked.get(id) ?? [])].some((other) => marked.has(other) && !marked.get(other).has(id)),
  ).length;
}

function list(pairs) {
  for (const { question, sql, evidence } of pairs) {
    const { plausible, conditions, mutants, same_result_as: same = [], not_proven: reason } = evidence ?? {};
    const notes = [
      ...(reason ? [`not proven: ${JSON.stringify(reason)}`] : []),
      ...(plausible?.reasons ?? []).map((one) => JSON.stringify(one)),
      ...(conditions?.vacuous ?? []).map((text) => `vacuous: ${text}`),
      ...(mutants?.living ?? []).map(({ kind, sql: text }) => `living ${kind}: ${text}`),
      ...(same.length > 0 ? [`same as ${same.join(', ')}`] : []),
    ];
    if (notes.length > 0) {
      console.log(`  ${question}\n    ${sql}\n${notes.map((note) => `      ${note}`).join('\n')}`);
    }
  }
}
