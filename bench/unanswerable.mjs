/**
 * Is every question that the product calls unanswerable really so? Steps run offline with default parameters. Build first.
 * The databases are only read.
 *   node bench/unanswerable.mjs [--verbose] DATABASE_URL…
 * A question about a figure or an attribute passes when none of its words is in a name, synonym, comment or value of the
 * semantic model, nor in a column, a table or a comment of the catalog, which is read here once more. One about a period
 * passes when its statement, run on the data, counts none.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { report, withClient } from './measure.mjs';
import { runAll } from './run-steps.mjs';

const { values, positionals } = parseArgs({
  options: { verbose: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  throw new Error('usage: node bench/unanswerable.mjs [--verbose] DATABASE_URL…');
}

/** Words of the questions themselves. */
const PLAIN = new Set(
  'what which how many much the is are has of each for there were with their by in highest first list average per and type period rate status level'.split(
    ' ',
  ),
);
const totals = { questions: 0, answerable: 0 };
for (const url of positionals) {
  const steps = [new DdlGenerationStep({ chatModel: null }), new QaGenerationStep({ chatModel: null })];
  const { files } = await runAll(steps, url, new Map(), { language: 'en', parameters: {}, warn: () => undefined });
  const { unanswerable } = JSON.parse(files.get('self_check_questions.json'));
  const model = parse(files.get('semantic_model.yaml'));
  const found = await withClient(url, async (client) => {
    const catalog = await wordsOfCatalog(client);
    const words = `${JSON.stringify(model).toLowerCase()}\n${catalog}`;
    const problems = [];
    for (const { question, lacks, language, sql, tables } of unanswerable) {
      const dataset = model.datasets.find(({ name }) => name === tables[0]);
      const about = JSON.stringify({ ...dataset, fields: [], description: '' }).toLowerCase();
      const answer = lacks === 'period' ? await counted(client, sql) : knownWord(question, language, words, about);
      if (answer) {
        problems.push(`${question} → ${answer}`);
      }
    }
    return problems;
  });
  const kinds = Map.groupBy(unanswerable, ({ lacks, language }) => `${lacks} ${language}`);
  const counts = [...kinds].map(([kind, { length }]) => `${kind} ${length}`).join(', ');
  console.log(`${new URL(url).pathname.slice(1)}: ${unanswerable.length} (${counts}), answerable ${found.length}`);
  if (values.verbose) {
    unanswerable.forEach(({ question, lacks }) => console.log(`  ${lacks}: ${question}`));
  }
  found.forEach((problem) => console.log(`  answerable: ${problem}`));
  totals.questions += unanswerable.length;
  totals.answerable += found.length;
}
report('unanswerable questions that the data answer', {
  anchor: `${totals.questions}`,
  ours: `${totals.answerable}`,
  ratio: totals.answerable / Math.max(totals.questions, 1),
  atMost: 0,
});
process.exit();

async function wordsOfCatalog(client) {
  const { rows } = await client.query(`
    select lower(string_agg(concat_ws(' ', c.relname, a.attname, obj_description(c.oid), col_description(c.oid, a.attnum)), E'\\n')) as words
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'`);
  return rows[0].words ?? '';
}

/** What a statement over a period finds: null for none. */
async function counted(client, sql) {
  const { rows } = await client.query(sql);
  return rows.length === 0 || rows.every((row) => Object.values(row).every((value) => Number(value) === 0))
    ? null
    : JSON.stringify(rows);
}

/** A word of the question, other than those of its form and of the thing that it is about, that the database knows. */
function knownWord(question, language, words, about) {
  const text = question.toLowerCase();
  if (language === 'zh') {
    const [, asked = ''] =
      /的平均(.+)是多少|的(.+)最高|的(.+)是什么|^各(.+)分别|^按(.+)从高|及其(.+)。/.exec(text)?.filter(Boolean) ?? [];
    return asked === '' ? 'unread' : words.includes(asked) ? asked : null;
  }
  const asked = (text.match(/[a-z]+/g) ?? []).filter((word) => !PLAIN.has(word) && !about.includes(word.slice(0, 5)));
  return asked.length === 0 ? 'unread' : (asked.find((word) => words.includes(word)) ?? null);
}
