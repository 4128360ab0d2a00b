/**
 * How good the pairs of the offline generator are: validity, emptiness, coverage, kinds and duplicates, in both
 * languages, with default parameters. Build first. The databases are only read.
 *   node bench/qa-quality.mjs [--print] [--language=zh] DATABASE_URL…
 * `--print` prints the pairs too, to be read.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { BusinessDatabases } from '#libs/business-database';
import { taskParametersSchema } from '#libs/pipeline';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { SqlValidationStep } from '#libs/steps/sql-validation';

const { values, positionals } = parseArgs({
  options: { print: { type: 'boolean', default: false }, language: { type: 'string', multiple: true } },
  allowPositionals: true,
});
if (positionals.length === 0) {
  throw new Error('usage: node bench/qa-quality.mjs [--print] [--language=zh|en] DATABASE_URL…');
}

for (const url of positionals) {
  for (const language of values.language ?? ['zh', 'en']) {
    const { quality, pairs, hasData } = await measure(url, language);
    const name = `${new URL(url).pathname.slice(1)} ${language}`;
    if (values.print) {
      pairs.forEach(({ question, sql }) => console.log(`${question}\n    ${sql}`));
    }
    const { tables, columns, foreign_keys: links } = quality.coverage;
    const lines = [
      ['valid', quality.valid_share, 1],
      ['not empty', hasData ? 1 - quality.empty_share : 1, 0.9],
      ['tables', tables.share, 1],
      ['columns', columns.share, 0.6],
      ['foreign keys', links.share, 0.9],
      ['kinds', Object.keys(quality.pairs_by_kind).length, 18],
    ];
    console.log(`${name}: ${quality.pairs} pairs, ${quality.duplicates_removed} duplicates (goal 0)`);
    for (const [measured, value, goal] of lines) {
      console.log(
        `  ${value >= goal ? 'met ' : 'MISS'} ${measured} ${Number(value.toFixed(3))} (goal at least ${goal})`,
      );
      process.exitCode = value >= goal ? process.exitCode : 1;
    }
    if (quality.duplicates_removed > 0) {
      process.exitCode = 1;
    }
    console.log(
      `  columns ${columns.covered} of ${columns.total}, foreign keys ${links.covered} of ${links.total}, ` +
        `${quality.coverage.technical_columns_left_out} technical columns left out`,
    );
    console.log(`  difficulty ${JSON.stringify(quality.pairs_by_difficulty)}`);
    console.log(`  kinds ${JSON.stringify(quality.pairs_by_kind)}`);
  }
}

async function measure(url, language) {
  const files = new Map();
  const nothing = () => undefined;
  const input = {
    taskId: 'bench',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ language }),
    tables: ['*.*'],
  };
  const context = {
    signal: globalThis.AbortSignal.timeout(600_000),
    log: { debug: nothing, info: nothing, warn: (_component, message) => console.log(`  ${message}`), error: nothing },
    progress: nothing,
    database: new BusinessDatabases().open(url, { applicationName: 'bench', statementTimeoutMs: 120_000 }),
    files: {
      write: async (name, content) => void files.set(name, content.toString()),
      read: async (name) => files.get(name) ?? '',
      list: async () => [...files.keys()].sort(),
      remove: async (name) => void files.delete(name),
    },
  };
  const { output_file: pairFile } = await new QaGenerationStep({ chatModel: null }).run(input, context);
  const pairs = JSON.parse(files.get(pairFile));
  await new SqlValidationStep({ chatModel: null }).run(input, context);
  const quality = JSON.parse(files.get('qa_quality.json'));
  return { quality, pairs, hasData: quality.empty_share < 0.5 };
}
