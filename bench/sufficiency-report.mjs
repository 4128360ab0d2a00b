/** Prints what `bench/context-sufficiency.mjs` has found, beside the figures before and the goals. */
import process from 'node:process';
import { ARMS } from './judge/asked-questions.mjs';

/** Strict sufficiency in percent before joins were found in the data. */
const BEFORE = { broker: 19, ewallet: 87, derm_treatment: 100, car_dealership: 100 };
const GOALS = { average: 95, broker: 90, tables: 85, operators: 50 };
const PAIRS_BEFORE = { tables: 56, operators: 17, both: 11 };

const percent = (count, of) => (of === 0 ? 0 : (100 * count) / of);
const shown = (value) => value.toFixed(0).padStart(4);

function row(name, answers) {
  const share = (test) => shown(percent(answers.filter(test).length, answers.length));
  const arms = ARMS.map((arm) => share(({ sufficient }) => sufficient[arm]));
  const lacks = ['tables', 'columns', 'joins'].map((part) => share(({ missing }) => missing[part].length > 0));
  const joining = answers.filter(({ joins }) => joins > 0);
  const ofJoining = shown(percent(joining.filter(({ sufficient }) => sufficient.pairs).length, joining.length));
  const pairs = ['tables', 'operators', 'fine', 'both'].map((part) => share(({ pairs: found }) => found[part]));
  const first = ['tables', 'operators'].map((part) => share(({ pairs: found }) => found.first?.[part]));
  const best = ['tables', 'operators'].map((part) => share(({ pairs: found }) => found.inStore[part]));
  const before = BEFORE[name] === undefined ? '   -' : shown(BEFORE[name]);
  return [
    name.padEnd(18),
    shown(answers.length),
    ...arms,
    before,
    ofJoining,
    ...lacks,
    ...pairs,
    ...first,
    ...best,
  ].join(' ');
}

/** @param {readonly object[]} answers as `AskedQuestions.judge` gives them */
export function printSufficiency(answers, { verbose }) {
  const groups = [...Map.groupBy(answers, ({ db }) => db)];
  console.log('strict sufficiency in %: DDL, + documents, + pairs, before, of questions that join (with pairs);');
  console.log(
    'lacking in %: a table, a column, a join; one of the ten pairs has the same tables, coarse operators, fine operators, tables and coarse operators;',
  );
  console.log(
    'the first pair has the same tables, operators; any pair of the store has them (what retrieval could find)',
  );
  console.log(
    `${'database'.padEnd(18)}    n  ddl +doc +prs  was join -tab -col -jon tabs  ops fine both 1tab 1ops stab sops`,
  );
  groups.forEach(([name, own]) => console.log(row(name, own)));
  console.log(row('all', answers));
  const shares = new Map(
    groups.map(([name, own]) => [name, percent(own.filter(({ sufficient }) => sufficient.pairs).length, own.length)]),
  );
  const average = [...shares.values()].reduce((sum, share) => sum + share, 0) / shares.size;
  goal('average of the databases', average, GOALS.average);
  if (shares.has('broker')) {
    goal('broker', shares.get('broker'), GOALS.broker, BEFORE.broker);
  }
  for (const part of ['tables', 'operators']) {
    const share = percent(answers.filter(({ pairs }) => pairs[part]).length, answers.length);
    goal(`one of the ten pairs has the same ${part}`, share, GOALS[part], PAIRS_BEFORE[part]);
  }
  if (verbose) {
    printFailures(answers.filter(({ sufficient }) => !sufficient.pairs));
  }
}

function goal(name, value, atLeast, before) {
  const met = value >= atLeast;
  console.log(
    `${met ? 'met ' : 'MISS'} ${name}: ${value.toFixed(1)} % (goal ${atLeast}${before === undefined ? '' : `, before ${before}`})`,
  );
  process.exitCode = met ? process.exitCode : 1;
}

function printFailures(failures) {
  for (const { id, db, asked, missing } of failures) {
    console.log(`\n${db} ${id}: ${asked}`);
    for (const [part, names] of Object.entries(missing).filter(([, found]) => found.length > 0)) {
      console.log(`  no ${part}: ${names.join('; ')}`);
    }
  }
}
