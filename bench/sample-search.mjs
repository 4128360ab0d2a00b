/**
 * `node bench/sample-search.mjs [--show] [--store URL] [--language zh]`
 *
 * Runs the four steps on the bundled sample in both languages and asks each store two lists of ten questions as the demo
 * asks its own: by words and vectors. Each list was written before its first answers were seen. A pair is right if its statement has all
 * that the question needs; a table is right if the question needs it. Counts the questions whose first pair, and whose
 * first table, is right. Needs TEST_DATABASE_URL and a build. `--store` asks a store that was loaded before.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createEmbedder } from '#libs/language-model';
import { installSampleDatabase } from '#libs/sample-database';
import { searchStore, withVectorDatabase } from '#libs/vector-store';
import { report, withScratchDatabase } from './measure.mjs';
import { runSteps } from './run-steps.mjs';

const { values } = parseArgs({
  options: { show: { type: 'boolean' }, store: { type: 'string' }, language: { type: 'string' } },
});
const CONTEXT = { zh: '高速公路服务区管理系统', en: 'Management of highway service areas' };
const CREATED_TABLE = /create table (?:[^\s("]+\.)?"?([^\s("]+)/;
const LISTS = ['sample-questions.json', 'sample-questions-more.json'];
const embedder = createEmbedder(null);
const signal = globalThis.AbortSignal.timeout(1_800_000);

async function loadSample(language, work) {
  const name = () => `bench_sample_${randomBytes(4).toString('hex')}`;
  await withScratchDatabase(name(), (business) =>
    withScratchDatabase(name(), async (url) => {
      await install(business);
      const parameters = { business_context: CONTEXT[language] };
      await runSteps(business, { language, parameters, store: { embedder, url } });
      await work(url);
    }),
  );
}

async function install(url) {
  const client = new pg.Client(url);
  await client.connect();
  await installSampleDatabase(client);
  await client.end();
}

async function ask(url, text) {
  const [vector] = await embedder.embed([text], { purpose: 'query', signal });
  const search = { text, vector, limits: { sql: 3, ddl: 3 }, mode: 'hybrid' };
  return withVectorDatabase(url, signal, (client) => searchStore(client, search));
}

function isRightPair({ sql }, hit) {
  const { sql: statement } = JSON.parse(hit?.document ?? '{"sql": ""}');
  return sql.every((part) => new RegExp(part, 'i').test(statement));
}

async function askAll(language, url) {
  for (const list of LISTS) {
    const questions = JSON.parse(await readFile(new URL(list, import.meta.url), 'utf8'));
    await askList(language, url, list, questions);
  }
}

async function askList(language, url, list, questions) {
  const counts = { pair: 0, table: 0, either: 0 };
  for (const asked of questions) {
    const text = language === 'zh' ? asked.question_zh : asked.question;
    const { hits } = await ask(url, text);
    const pair = isRightPair(asked, hits.sql[0]);
    const table = asked.tables.includes(CREATED_TABLE.exec(hits.ddl[0]?.document ?? '')?.[1]);
    counts.pair += Number(pair);
    counts.table += Number(table);
    counts.either += Number(pair || table);
    if (values.show) {
      console.log(`${pair ? 'pair ' : '     '}${table ? 'table ' : '      '}${text}`);
      hits.sql.forEach(({ document, vectorRank, lexicalRank, matchedTerms }) =>
        console.log(`    v${vectorRank} w${lexicalRank} [${matchedTerms}] ${document.slice(0, 220)}`),
      );
      console.log(`    ${hits.ddl.map(({ document }) => CREATED_TABLE.exec(document)?.[1]).join(', ')}`);
    }
  }
  const of = `${list} (${language})`;
  for (const [what, count] of [
    ['first pair is right', counts.pair],
    ['first table is right', counts.table],
    ['first pair or first table is right', counts.either],
  ]) {
    const atLeast = what.includes(' or ') ? 1 : 0;
    report(`${of}, ${what}`, {
      anchor: String(questions.length),
      ours: String(count),
      ratio: count / questions.length,
      atLeast,
    });
  }
}

for (const language of values.language ? [values.language] : ['zh', 'en']) {
  await (values.store ? askAll(language, values.store) : loadSample(language, (url) => askAll(language, url)));
}
