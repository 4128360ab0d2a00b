/**
 * Can the self-check of training_load fail?
 *   npm run build && TEST_DATABASE_URL=… node bench/self-check.mjs [--language zh] DATABASE_URL…
 * Each business database runs through the steps offline and is loaded four times: as it is; with the vectors of a
 * collection given to other texts; with questions embedded by another embedder than the documents; and without every
 * second table's DDL and document. The first must not be weak, the others must. The built-in embedder is used.
 */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createEmbedder } from '#libs/language-model';
import { taskParametersSchema } from '#libs/pipeline';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { withScratchDatabase } from './measure.mjs';
import { filesIn, runSteps } from './run-steps.mjs';

const { values, positionals: urls } = parseArgs({
  options: { language: { type: 'string', default: 'en' } },
  allowPositionals: true,
});
if (urls.length === 0) {
  throw new Error('usage: node bench/self-check.mjs [--language zh] DATABASE_URL…');
}
const quiet = () => undefined;
const builtIn = createEmbedder(null);
const { model, dimensions, identity } = builtIn;
/** Says that it is the built-in embedder, and embeds questions as another one would. */
const otherForQuestions = {
  model,
  dimensions,
  identity,
  async embed(texts, options) {
    const vectors = await builtIn.embed(texts, options);
    return options.purpose === 'query' ? vectors.map((vector) => vector.toReversed()) : vectors;
  },
  renewed: () => otherForQuestions,
};

const GIVE_VECTORS_TO_OTHERS = `
  WITH texts AS (SELECT id, collection_id, row_number() OVER (PARTITION BY collection_id ORDER BY id) AS n
                   FROM langchain_pg_embedding),
       vectors AS (SELECT embedding, collection_id, row_number() OVER (PARTITION BY collection_id ORDER BY md5(id)) AS n
                     FROM langchain_pg_embedding)
  UPDATE langchain_pg_embedding e SET embedding = vectors.embedding
    FROM texts JOIN vectors USING (collection_id, n) WHERE texts.id = e.id`;

async function load(files, name, url, embedder = builtIn) {
  const input = {
    taskId: 'task_20260102_030405',
    executionId: 'bench',
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({ language: values.language, training_sinks: ['vanna'] }),
    tables: [],
  };
  const context = {
    signal: globalThis.AbortSignal.timeout(1_800_000),
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    progress: quiet,
    database: { name },
    files: filesIn(new Map([...files].map(([file, text]) => [file, Buffer.from(text).toString()]))),
  };
  const sinks = createTrainingSinks({ embedder, vectorDatabaseUrl: url });
  return (await new TrainingLoadStep({ sinks }).run(input, context)).self_check;
}

async function shuffle(url) {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(GIVE_VECTORS_TO_OTHERS);
  await client.end();
}

function withoutHalf(files) {
  const tables = [...files.keys()].filter((name) => name.endsWith('.ddl')).map((name) => name.replace('.ddl', ''));
  const lost = new Set(tables.filter((_table, place) => place % 2 === 0));
  return new Map([...files].filter(([name]) => !lost.has(name.replace(/(_detail\.md|\.ddl)$/, ''))));
}

const percent = (share) => `${Math.round(share * 100)}`.padStart(3);

function print(label, { retrieval, questions, weak }, mustBeWeak) {
  const met = weak.length > 0 === mustBeWeak;
  process.exitCode = met ? process.exitCode : 1;
  console.log(`${met ? 'met ' : 'MISS'} ${label}: own question ${questions.found}/${questions.asked}, weak: ${weak}`);
  for (const [kind, rates] of Object.entries(retrieval)) {
    if (rates !== null) {
      const { asked, table_recall: recall, context_sufficiency: sufficiency } = rates;
      const recalls = `${percent(recall.at_3)} ${percent(recall.at_5)} ${percent(recall.at_10)}`;
      console.log(
        `       ${kind.padEnd(14)} n=${asked}: recall % at 3, 5, 10: ${recalls}; sufficient ${percent(sufficiency)}`,
      );
    }
  }
}

const inScratch = (work) => withScratchDatabase(`bench_check_${randomBytes(4).toString('hex')}`, work);

for (const business of urls) {
  const name = new URL(business).pathname.slice(1);
  const { files } = await runSteps(business, { language: values.language });
  const tables = [...files.keys()].filter((file) => file.endsWith('.ddl')).length;
  console.log(`${name} (${values.language}), ${tables} tables`);
  await inScratch(async (url) => {
    print('as it is', await load(files, name, url), false);
    await shuffle(url);
    print('vectors of other texts', await load(new Map([...files, ['more.md', '# more']]), name, url), true);
  });
  await inScratch(async (url) => {
    print('questions by another embedder', await load(files, name, url, otherForQuestions), true);
  });
  await inScratch(async (url) => print('half of the documents', await load(withoutHalf(files), name, url), true));
}
