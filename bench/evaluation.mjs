/**
 * What do readers find for questions that people wrote, and what does a model answer with it? One table of arms, for each
 * database and over all, with intervals at 95 %.
 *   npm run build && TEST_DATABASE_URL=… node bench/evaluation.mjs [options] FOLDER
 * FOLDER holds databases (`name.sql.gz`) and `questions.json` (see bench/question-databases.mjs). Each database is loaded
 * into a scratch database, runs through the steps offline, and is evaluated as the step `evaluation` does it: by the code
 * of the product, with ten records of each kind. A setting is the language of the questions, that of the training data,
 * and whether each database has a store of its own or all are schemas of one:
 *   --settings en-en-single,en-en-one,zh-zh-single,zh-zh-one,zh-en-single,zh-en-one   (all by default)
 *   --arms schema,documents,pairs,context
 *   --only a,b        these databases
 *   --questions N     at most so many of each database, evenly spread
 *   --model NAME --model-url URL   asks this model too (key: LLM_API_KEY); its accuracy is printed beside the sufficiency
 *   --json FILE       all results, for other programs
 *   --report DIR      a report of each setting as Markdown and HTML
 *   --verbose         lists the questions that fail, with their causes
 * Two runs of one database cannot go on at the same time: the scratch databases have fixed names (`bench_evaluation_…`).
 * The EMBEDDING_… variables of the product choose another embedder.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { AnswerJudge, ModelAnswers } from '#libs/answer-judging';
import { BusinessDatabases } from '#libs/business-database';
import { loadConfig } from '#libs/config';
import { READER_ARMS, runEvaluation, StoreSource } from '#libs/evaluation';
import { createChatModel, createEmbedder } from '#libs/language-model';
import { StoreReader } from '#libs/store-reader';
import { printEvaluation, reportOf } from './evaluation-table.mjs';
import { placedRelations } from './judge/placed-relations.mjs';
import { withClient, withScratchDatabase } from './measure.mjs';
import { loadAsSchemas, readQuestionDatabases, runScript } from './question-databases.mjs';
import { runSteps } from './run-steps.mjs';

const SETTINGS = ['en-en-single', 'en-en-one', 'zh-zh-single', 'zh-zh-one', 'zh-en-single', 'zh-en-one'];
const RESULTS = 10;
const STATEMENT_TIMEOUT_MS = 20_000;
const CONNECTIONS = 3;

const { values, positionals } = parseArgs({
  options: {
    settings: { type: 'string', default: SETTINGS.join() },
    arms: { type: 'string', default: READER_ARMS.join() },
    only: { type: 'string' },
    questions: { type: 'string' },
    model: { type: 'string' },
    'model-url': { type: 'string' },
    json: { type: 'string' },
    report: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const [folder] = positionals;
if (folder === undefined || (values.model === undefined) !== (values['model-url'] === undefined)) {
  throw new Error(
    'usage: node bench/evaluation.mjs [--model NAME --model-url URL] [--settings …] [--report DIR] FOLDER',
  );
}
const arms = READER_ARMS.filter((arm) => values.arms.split(',').includes(arm));
const settings = values.settings.split(',').map((name) => {
  const [questions, data, store] = name.split('-');
  if (!SETTINGS.includes(name)) {
    throw new Error(`${name} is no setting: take some of ${SETTINGS.join()}`);
  }
  return { name, questions, data, isOne: store === 'one' };
});
const say = (line) => console.error(`evaluation: ${line}`);
const { signal } = new globalThis.AbortController();
const model =
  values.model &&
  createChatModel({ baseUrl: values['model-url'], apiKey: process.env.LLM_API_KEY ?? '', model: values.model });

/** The questions of a database as a set of the product. */
function questionsOf({ questions }, language) {
  const asked = questions
    .map((question) => ({ ...question, text: language === 'zh' ? question.question_zh : question.question }))
    .filter(({ text }) => text);
  const most = Math.min(Number(values.questions ?? asked.length), asked.length);
  return Array.from({ length: most }, (_, at) => asked[Math.floor((at * asked.length) / most)]).map(
    ({ id, text, gold_sql: goldSql }, position) => ({
      position,
      id: String(id),
      question: text,
      goldSql: [goldSql].flat(),
      language,
      origin: 'uploaded',
      unanswerable: false,
      hint: null,
    }),
  );
}

/** The results of an evaluation in memory. */
function memoryResults() {
  const results = [];
  return {
    results,
    done: async () => new Set(),
    save: async (_id, page) => void results.push(...page),
    async *each() {
      yield* results;
    },
  };
}

/** Asks the questions of one database, and gives the results with their summary. */
async function evaluate(database, { url, reader, places, setting, relations }) {
  const questions = questionsOf(database, setting.questions);
  const own = places && new Map([...places].filter(([key]) => key.startsWith(`${database.name}.`)));
  const databases = new BusinessDatabases({ connections: CONNECTIONS });
  const opened = databases.open(withSchemas(url, own), {
    applicationName: 'bench',
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const statements = opened.statements({ connections: CONNECTIONS, statementTimeoutMs: STATEMENT_TIMEOUT_MS });
  const store = memoryResults();
  try {
    const summary = await runEvaluation({
      evaluationId: `${setting.name} ${database.name}`,
      arms,
      questions: (async function* all() {
        yield* questions;
      })(),
      total: questions.length,
      source: new StoreSource(reader, { results: RESULTS, mode: 'vector', language: setting.data }),
      relations: placedRelations(relations, own),
      results: store,
      answers: model ? new ModelAnswers(model, new AnswerJudge(statements)) : undefined,
      signal,
      progress: () => undefined,
    });
    return { database: database.name, results: store.results, summary };
  } finally {
    await opened.close();
    await databases.close();
  }
}

/** Bare names of gold statements are those of their own database. */
function withSchemas(url, own) {
  if (!own) {
    return url;
  }
  const placed = new URL(url);
  const schemas = [...own.values()].map((schema) => `"${schema.replaceAll('"', '""')}"`);
  placed.searchParams.set('options', `-c search_path=${schemas.join(',').replaceAll(' ', '\\ ')}`);
  return placed.toString();
}

/** Loads databases, runs the steps once, and evaluates every setting that needs them. */
async function measureStore(databases, load, language, wanted) {
  const found = new Map(wanted.map(({ name }) => [name, []]));
  const label = databases.length > 1 ? 'all' : databases[0].name;
  // The name of the database decides which of equal pairs are drawn: the same in each run.
  await withScratchDatabase(`bench_evaluation_${label}`, (url) =>
    withScratchDatabase(`bench_store_${randomBytes(4).toString('hex')}`, async (storeUrl) => {
      const places = (await withClient(url, load)) ?? null;
      const embedder = createEmbedder(loadConfig(process.env).embedding);
      const run = await runSteps(url, { language, store: { embedder, url: storeUrl }, warn: say });
      say(`${label} (${language}): ${JSON.stringify(run.results.training_load.loaded)}`);
      const reader = new StoreReader(storeUrl, embedder);
      const relations = await withClient(url, readTables);
      for (const setting of wanted) {
        for (const database of databases) {
          found.get(setting.name).push(await evaluate(database, { url, reader, places, setting, relations }));
        }
      }
      await reader.onApplicationShutdown();
    }),
  );
  return found;
}

const readTables = async (client) => {
  const { rows } = await client.query(`
    select n.nspname as schema, c.relname as name, jsonb_agg(jsonb_build_object('name', a.attname) order by a.attnum) as columns
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
     group by 1, 2`);
  return rows;
};

const only = values.only?.split(',');
const all = (await readQuestionDatabases(folder)).filter(({ name }) => only?.includes(name) ?? true);
const measured = new Map(settings.map(({ name }) => [name, []]));
for (const language of ['en', 'zh']) {
  const ofData = settings.filter(({ data }) => data === language);
  const [single, one] = [ofData.filter(({ isOne }) => !isOne), ofData.filter(({ isOne }) => isOne)];
  const take = (found) => found.forEach((parts, name) => measured.get(name).push(...parts));
  for (const database of single.length > 0 ? all : []) {
    take(await measureStore([database], (client) => runScript(client, database.script), language, single));
  }
  if (one.length > 0) {
    take(await measureStore(all, (client) => loadAsSchemas(client, all), language, one));
  }
}
printEvaluation(measured, { arms, withAnswers: Boolean(model), verbose: values.verbose });
if (values.report) {
  await mkdir(values.report, { recursive: true });
  for (const [name, parts] of measured) {
    for (const [file, text] of await reportOf(name, parts, values.model ?? null)) {
      await writeFile(join(values.report, file), text);
    }
  }
}
if (values.json) {
  await writeFile(values.json, JSON.stringify(Object.fromEntries(measured), null, 1));
}
process.exit();
