/**
 * How much of real SQL becomes pairs: the statements that people wrote for the questions of a folder
 * (`bench/question-databases.mjs`), read as if they were an uploaded script. The questions of those people are kept for
 * the judgement only: the comment above each statement is its id. Build first.
 *   node bench/learnt-queries.mjs [options] FOLDER SERVER_URL
 *   --language en     one language only
 *   --print           each pair next to the question of the person, in both languages
 *   --refused         each statement without a pair, with its slots
 * The databases are created on the server, and dropped.
 */
import process from 'node:process';
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { readQuestionDatabases, runScript } from './question-databases.mjs';
import { runAll } from './run-steps.mjs';

const { values, positionals } = parseArgs({
  options: {
    language: { type: 'string', multiple: true },
    print: { type: 'boolean', default: false },
    refused: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [folder, server] = positionals;
if (folder === undefined || server === undefined) {
  throw new Error('usage: node bench/learnt-queries.mjs [--language zh|en] [--print] [--refused] FOLDER SERVER_URL');
}

const totals = new Map();
const add = (name, count = 1) => totals.set(name, (totals.get(name) ?? 0) + count);
const admin = new pg.Client(server);
await admin.connect();
for (const { name, script, questions } of await readQuestionDatabases(folder)) {
  const database = `bench_${name}_${randomUUID().slice(0, 8)}`;
  await admin.query(`CREATE DATABASE ${database}`);
  const url = Object.assign(new URL(server), { pathname: `/${database}` }).href;
  try {
    const client = new pg.Client(url);
    await client.connect();
    await runScript(client, script);
    await client.end();
    for (const language of values.language ?? ['zh', 'en']) {
      await measure(url, name, questions, language);
    }
  } finally {
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
  }
}
await admin.end();
console.log('\nall databases and languages');
for (const [what, count] of [...totals].sort()) {
  console.log(`  ${what}: ${count}`);
}
process.exit();

async function measure(url, name, questions, language) {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const log = questions.map(({ id, gold_sql: [sql] }) => `-- ${id}\n${sql.replace(/;\s*$/, '')};\n`).join('\n');
  const files = new Map([['gold_queries.sql', log]]);
  const parameters = { learn_from: ['sql_files'], pairs_per_task: 120, theme_count: 1, questions_per_theme: 1 };
  await runAll([new QaGenerationStep({ chatModel: null })], url, files, {
    language,
    parameters,
    warn: () => undefined,
  });
  const report = JSON.parse(files.get('learnt_queries.json'));
  const pairFile = [...files.keys()].find((file) => file.endsWith('_pair.json'));
  const pairs = JSON.parse(files.get(pairFile)).filter(({ source }) => source === 'sql_file');
  console.log(
    `${name} ${language}: ${questions.length} statements, ${report.forms} forms, ${pairs.length} pairs, ` +
      `${report.held_out} kept back, ${report.not_learnt_total} forms without a pair`,
  );
  const count = (what, number) => {
    console.log(`  ${what}: ${number}`);
    add(what, number);
  };
  add('statements', questions.length);
  add('forms', report.forms);
  add('pairs', pairs.length);
  add('kept back', report.held_out);
  for (const [reason, { statements }] of Object.entries(report.left_out)) {
    count(`left out: ${reason}`, statements);
  }
  const slots = Map.groupBy(report.not_learnt, ({ slots: found }) => found.join(' + '));
  for (const [slot, forms] of [...slots].sort((a, b) => b[1].length - a[1].length)) {
    count(`no pair: ${slot}`, forms.length);
  }
  if (values.print) {
    for (const { question, sql, learnt } of pairs) {
      const original = byId.get(learnt.hint);
      console.log(`\n  person:   ${original?.question}\n  gold:     ${original?.gold_sql[0]}`);
      console.log(`  question: ${question}\n  others:   ${JSON.stringify(learnt.questions)}\n  sql:      ${sql}`);
    }
  }
  if (values.refused) {
    for (const { slots: found, hint } of report.not_learnt) {
      console.log(`  ${found.join(' + ')}: ${byId.get(hint)?.gold_sql[0]}`);
    }
  }
}
