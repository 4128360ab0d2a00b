/** Prints what `bench/qa-quality.mjs` has measured against the goals. */
import process from 'node:process';
import { ALL_FORMS } from './judge/forms.mjs';

const SHOWN = 10;

function line(name, value, { atLeast, atMost }) {
  const met = atLeast === undefined ? value <= atMost : value >= atLeast;
  const goal = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
  console.log(`  ${met ? 'met ' : 'MISS'} ${name} ${Number(value.toFixed(3))} (goal ${goal})`);
  process.exitCode = met ? process.exitCode : 1;
}

export function printQuality(quality, { verbose }) {
  const { own, pairs } = quality;
  const { tables, columns, foreign_keys: links } = own.coverage;
  const hasData = quality.tables.some(({ rows }) => rows > 0);
  console.log(`\n${quality.name}: ${pairs} pairs, ${quality.statements} statements`);
  line('valid', own.valid_share, { atLeast: 1 });
  const withRows = quality.tables.filter(({ rows }) => rows > 0);
  console.log(
    `       coverage: ${withRows.filter(({ pairs: asked }) => asked > 0).length} of ${withRows.length} tables with rows, ` +
      `${tables.covered} of ${tables.total} tables, ${columns.covered} of ${columns.total} columns, ` +
      `${links.covered} of ${links.total} foreign keys`,
  );
  if (quality.hasJoins) {
    line('pairs with a join', quality.joining / pairs, { atLeast: 0.5 });
  } else {
    console.log(`       pairs with a join ${(quality.joining / pairs).toFixed(3)} (no declared key)`);
  }
  line('skeletons a pair', quality.skeletons / quality.statements, { atLeast: 0.8 });
  line('measures on keys, codes, date parts, sums of rates', quality.wrongMeasures.length, { atMost: 0 });
  line('half-English Chinese questions', quality.halfEnglish.length, { atMost: 0 });
  line('returns nothing on tables with rows', hasData ? quality.empty.length / pairs : 0, { atMost: 0.02 });
  line('fails', quality.failed.length, { atMost: 0 });
  line('pairs on empty tables', hasData ? quality.onEmptyTables : 0, { atMost: 0 });
  line('the same but for the columns shown', quality.sameButColumns, { atMost: 0 });
  line('questions nearly the same', quality.nearQuestions.length, { atMost: 0 });
  line('duplicates removed', own.duplicates_removed, { atMost: 0 });
  console.log(`  question length: median ${quality.questionLength.median}, longest ${quality.questionLength.longest}`);
  console.log(`  questions with identifiers in code style: ${quality.codeStyle}`);
  console.log(`  difficulty ${JSON.stringify(own.pairs_by_difficulty)}`);
  console.log(`  ${Object.keys(quality.kinds).length} kinds ${JSON.stringify(quality.kinds)}`);
  const { forms } = quality;
  console.log(`  ${Object.keys(forms).length} of ${ALL_FORMS.length} forms ${JSON.stringify(forms)}`);
  console.log(`  not one: ${ALL_FORMS.filter((form) => !(form in forms)).join(', ') || 'nothing is missing'}`);
  const busiest = quality.tables.toSorted((a, b) => b.pairs - a.pairs).slice(0, SHOWN);
  console.log(
    `  tables (rows, pairs): ${busiest.map(({ table, rows, pairs: own }) => `${table} (${rows}, ${own})`).join(', ')}`,
  );
  list('measures', quality.wrongMeasures, verbose);
  list('half English', quality.halfEnglish, verbose);
  list('nothing returned', quality.empty, verbose);
  list('failed', quality.failed, verbose);
  list('nearly the same', quality.nearQuestions, verbose);
}

function list(title, members, isWhole) {
  const shown = isWhole ? members : members.slice(0, 3);
  shown.forEach((member) => console.log(`    ${title}: ${member}`));
  if (shown.length < members.length) {
    console.log(`    … ${members.length - shown.length} more (--verbose)`);
  }
}

/** @param {readonly object[]} measured */
export function printTotals(measured) {
  const kinds = new Set(measured.flatMap((quality) => Object.keys(quality.kinds)));
  const forms = new Set(measured.flatMap((quality) => Object.keys(quality.forms)));
  console.log('\nall databases together');
  line('kinds', kinds.size, { atLeast: 35 });
  console.log(`  ${forms.size} of ${ALL_FORMS.length} forms`);
}
