/**
 * How good the pairs of the offline generator are, in both languages, with default parameters; validity and
 * coverage as the product counts them, and the rest as `bench/judge/` judges it from outside. Build first. The databases
 * are only read.
 *   node bench/qa-quality.mjs [options] DATABASE_URL…
 *   --language zh     one language only
 *   --print           prints the pairs too, to be read
 *   --verbose         lists what is wrong
 *   --json FILE       everything, for other programs
 *   --dump FILE       question, statement and kind of `--sample 60` pairs a database and language, drawn with `--seed 1`
 * Skeletons are statements with names and literals masked (bench/judge/skeleton.mjs).
 */
import { writeFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { pairQuality } from './judge/pair-quality.mjs';
import { printQuality, printTotals } from './qa-quality-report.mjs';
import { pairsOf, runSteps } from './run-steps.mjs';
import { sampleOf } from './sample.mjs';

const { values, positionals } = parseArgs({
  options: {
    language: { type: 'string', multiple: true },
    print: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
    dump: { type: 'string' },
    sample: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
  },
  allowPositionals: true,
});
if (positionals.length === 0) {
  throw new Error('usage: node bench/qa-quality.mjs [--print] [--verbose] [--language zh|en] DATABASE_URL…');
}

const measured = [];
const dumped = [];
for (const url of positionals) {
  for (const language of values.language ?? ['zh', 'en']) {
    const run = await runSteps(url, { language, warn: (message) => console.log(`  ${message}`) });
    const pairs = pairsOf(run);
    const name = `${new URL(url).pathname.slice(1)} ${language}`;
    if (values.print) {
      pairs.forEach(({ question, sql }) => console.log(`${question}\n    ${sql}`));
    }
    const client = new pg.Client(url);
    await client.connect();
    const own = JSON.parse(run.files.get('qa_quality.json'));
    const quality = { name, own, ...(await pairQuality(client, pairs, language)) };
    await client.end();
    measured.push(quality);
    printQuality(quality, values);
    const sampled = sampleOf(pairs, Number(values.sample), Number(values.seed));
    dumped.push(`# ${name}`, ...sampled.map(({ question, sql, kind }) => `${question}\n  ${sql}\n  ${kind}\n`));
  }
}
printTotals(measured);
if (values.json) {
  await writeFile(values.json, JSON.stringify(measured, null, 1));
}
if (values.dump) {
  await writeFile(values.dump, dumped.join('\n'));
}
process.exit();
