/**
 * Does the prompt that the real Vanna builds hold what a question needs?
 *   npm run build && TEST_DATABASE_URL=… node bench/context-sufficiency.mjs [options] FOLDER
 * FOLDER holds databases (`name.sql.gz`) and `questions.json` (see bench/question-databases.mjs). Each database is loaded
 * into a scratch database, runs through the four steps offline and is asked through Vanna with ten results of each
 * collection. Strict sufficiency (bench/judge/sufficiency.mjs) is printed for the DDL alone, with documents, and with
 * pairs; and how like the gold statement the ten pairs are: one of them reads the same tables, uses the same coarse
 * operators (bench/judge/operators.mjs), or both.
 *   --language zh     training data in Chinese, and questions in Chinese where the file has them (only those)
 *   --one-store       all databases as schemas of one, in one store
 *   --only a,b        these databases
 *   --verbose         lists the questions whose context lacks something
 *   --json FILE       everything, for other programs
 *   --max-tokens N    of POST /context (14000)
 * The same questions go to POST /context, by its lib: its sufficiency and its tokens stand beside those of Vanna's prompt,
 * counted by one rule (`countTokens`). Goals: no less sufficient, with half of the tokens.
 * Two runs of one database cannot go on at the same time: the scratch databases have fixed names (`bench_context_…`).
 * The EMBEDDING_… variables of the product choose another embedder. Needs python3; Vanna is installed once.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { loadConfig } from '#libs/config';
import { createEmbedder } from '#libs/language-model';
import { StoreReader } from '#libs/store-reader';
import { ROOT, pinnedNode } from '../scripts/installation.mjs';
import { PYTHON, ensureEnvironment } from '../scripts/interop/environment.mjs';
import { AskedQuestions } from './judge/asked-questions.mjs';
import { readRelations } from './judge/relations.mjs';
import { withClient, withScratchDatabase } from './measure.mjs';
import { loadAsSchemas, readQuestionDatabases, runScript } from './question-databases.mjs';
import { pairsOf, runSteps } from './run-steps.mjs';
import { contextsOf, printContexts } from './reader-contexts.mjs';
import { printSufficiency } from './sufficiency-report.mjs';

const { values, positionals } = parseArgs({
  options: {
    folder: { type: 'string' },
    'max-tokens': { type: 'string', default: '14000' },
    language: { type: 'string', default: 'en' },
    'one-store': { type: 'boolean', default: false },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
  allowPositionals: true,
});
const folder = values.folder ?? positionals[0];
if (folder === undefined) {
  throw new Error('usage: node bench/context-sufficiency.mjs [--language zh] [--one-store] [--verbose] FOLDER');
}
const RESULTS = 10;
const say = (line) => console.error(`context-sufficiency: ${line}`);

/** @returns {Promise<object[]>} the pieces of the prompt of each question */
async function promptsOf(url, questions) {
  const child = spawn(PYTHON, [join(ROOT, 'scripts/interop/vanna_prompts.py')], {
    env: { ...process.env, INTEROP_NODE: pinnedNode(), PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify({ url, questions, n_results: RESULTS }));
  const [answer, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  if (answer === '') {
    throw new Error(`Vanna gave no prompts:\n${errors}`);
  }
  return JSON.parse(answer);
}

/** Loads, runs the steps, asks and judges. */
async function ask(databases, load) {
  const answers = [];
  // The name of the database decides which of equal pairs are drawn: the same in each run.
  const name = `bench_context_${databases.length > 1 ? 'all' : databases[0].name}`;
  await withScratchDatabase(name, (url) =>
    withScratchDatabase(`bench_store_${randomBytes(4).toString('hex')}`, async (storeUrl) => {
      const places = await withClient(url, load);
      const relations = await withClient(url, readRelations);
      const embedder = createEmbedder(loadConfig(process.env).embedding);
      const run = await runSteps(url, { language: values.language, store: { embedder, url: storeUrl }, warn: say });
      say(
        `${databases.map((database) => database.name).join(', ')}: ${JSON.stringify(run.results.training_load.loaded)}`,
      );
      const questions = databases.flatMap((database) => askedOf(database, places));
      const prompts = await promptsOf(
        storeUrl,
        questions.map(({ asked }) => asked),
      );
      const reader = new StoreReader(storeUrl, embedder);
      const contexts = await contextsOf(reader, questions, {
        maxTokens: Number(values['max-tokens']),
        language: values.language,
      });
      const judge = new AskedQuestions(relations);
      const pairs = pairsOf(run);
      for (const [index, question] of questions.entries()) {
        const { tokens, prompt } = contexts[index];
        const context = { tokens, ...(await judge.judge(question, prompt, pairs)) };
        const text = prompts[index].text;
        answers.push({ ...question, ...(await judge.judge(question, prompts[index], pairs)), text, context });
      }
    }),
  );
  return answers;
}

function askedOf({ name, questions }, places) {
  return questions.flatMap((question) => {
    const asked = values.language === 'zh' ? question.question_zh : question.question;
    return asked ? [{ id: question.id, db: name, asked, gold: question.gold_sql, places }] : [];
  });
}

const missing = await ensureEnvironment(say);
if (missing !== '') {
  throw new Error(missing);
}
const wanted = values.only?.split(',');
const databases = (await readQuestionDatabases(folder)).filter(({ name }) => wanted?.includes(name) ?? true);
const answers = [];
if (values['one-store']) {
  answers.push(...(await ask(databases, (client) => loadAsSchemas(client, databases))));
} else {
  for (const database of databases) {
    answers.push(...(await ask([database], (client) => runScript(client, database.script))));
  }
}
printSufficiency(answers, { verbose: values.verbose });
printContexts(answers, { verbose: values.verbose });
if (values.json) {
  const written = (key, value) => (key === 'places' || key === 'text' ? undefined : value);
  await writeFile(values.json, JSON.stringify(answers, written, 1));
}
process.exit();
