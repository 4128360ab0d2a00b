/**
 * `node bench/hybrid-search.mjs [--records 100000] [--questions 300] [--store URL] [--keep URL]`
 *
 * The time of a search for ten DDL, ten documents and ten pairs by words and vectors, against pgvector alone with the
 * same HNSW indexes and the same limits in one statement, taken in turn on connections that are open already. The records are DDL,
 * documents and pairs of made-up tables, named by terms of the lexicon, with vectors of the built-in embedder.
 * Needs TEST_DATABASE_URL (a database of its own is made and dropped) and a build. `--store` uses a database that
 * `--keep` has filled.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { BuiltInEmbedder } from '#libs/retrieval';
import {
  createSimilarityIndexes,
  ensureVectorTables,
  searchStore,
  VectorConnections,
  VectorLoad,
  vectorRecord,
  withVectorDatabase,
} from '#libs/vector-store';
import { report, withScratchDatabase } from './measure.mjs';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '100000' },
    questions: { type: 'string', default: '300' },
    store: { type: 'string' },
    keep: { type: 'string' },
  },
});
const COLUMNS = 8;
const LIMIT = 10;
const WARM_UP = 50;
const signal = globalThis.AbortSignal.timeout(7_200_000);
const embedder = new BuiltInEmbedder();

/** English words of the lexicon. */
const folder = new URL('../libs/lexicon/src/terms/', import.meta.url);
const files = await Promise.all((await readdir(folder)).sort().map((name) => readFile(new URL(name, folder), 'utf8')));
const TERMS = [...new Set(files.join('\n').match(/(?<=^|\|)[a-z]{3,12}(?==)/gm))];

/** The same numbers in every run. */
let state = 7;
const below = (most) => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
};
/** Some names are in nearly every table, most in few. */
const term = () => TERMS[Math.floor(TERMS.length * (below(1e6) / 1e6) ** 2)];

function madeTable() {
  const columns = Array.from({ length: COLUMNS }, () => `${term()} ${term()}`);
  return { name: `${term()} ${term()}`, columns };
}
const identifier = (words) => words.replaceAll(' ', '_');

function question({ name, columns }) {
  const [a, b] = [columns[below(COLUMNS)], columns[below(COLUMNS)]];
  const forms = [
    `How many ${name} records are there for each ${a}?`,
    `Which ${name} has the highest ${b} in 2024?`,
    `Average ${a} of ${name} by ${b}`,
    `List ${name} with ${a} above ${below(900)} and no ${b}`,
  ];
  return { text: forms[below(forms.length)], a, b };
}

function* records(tables, total) {
  for (const [index, table] of tables.entries()) {
    const columns = table.columns.map((column) => `  ${identifier(column)} text`).join(',\n');
    const key = String(index);
    yield vectorRecord('ddl', { database: 'made', key }, `create table ${identifier(table.name)} (\n${columns}\n);`);
    const lines = table.columns.map((column) => `- ${identifier(column)} (text): ${column} of the ${table.name}`);
    yield vectorRecord('documentation', { database: 'made', key }, `## ${table.name}\n${lines.join('\n')}`);
  }
  for (let index = 2 * tables.length; index < total; index++) {
    const table = tables[below(tables.length)];
    const { text, a, b } = question(table);
    const sql = `SELECT ${identifier(a)}, count(*) FROM ${identifier(table.name)} WHERE ${identifier(b)} > ${index} GROUP BY 1;`;
    yield vectorRecord('sql', { database: 'made', key: String(index) }, JSON.stringify({ question: text, sql }));
  }
}

async function fill(url, tables, total) {
  await withVectorDatabase(url, signal, async (client) => {
    await client.query(`SET maintenance_work_mem = '1GB'`);
    const stored = await ensureVectorTables(client);
    const options = { taskId: 'task_20260102_030405', model: 'built-in', replace: null };
    const load = await VectorLoad.open(client, stored, records(tables, total), options);
    let began = performance.now();
    while (!(await load.merge()).merged) {
      for (let page = await load.nextPending(1024); page.length > 0; page = await load.nextPending(1024)) {
        await load.addVectors(
          page,
          page.map(({ document }) => embedder.embed(document)),
        );
      }
    }
    await load.close();
    console.log(`loaded ${total} records in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    began = performance.now();
    await createSimilarityIndexes(client, stored);
    console.log(`HNSW indexes built in ${((performance.now() - began) / 1000).toFixed(0)} s`);
    await client.query('VACUUM ANALYZE');
  });
}

function vectorStatement({ collectionIds }, dimensions) {
  const part = (collection) =>
    `(SELECT '${collection}' AS collection, id, document, cmetadata FROM langchain_pg_embedding
       WHERE collection_id = '${collectionIds[collection]}'
       ORDER BY embedding::vector(${dimensions}) <=> $1 LIMIT ${LIMIT})`;
  return ['ddl', 'documentation', 'sql'].map(part).join(' UNION ALL ');
}

async function measure(url, asked) {
  const connections = new VectorConnections(url);
  await connections.use(signal, async (client, lender) => {
    const tables = await ensureVectorTables(client);
    const limits = { ddl: LIMIT, documentation: LIMIT, sql: LIMIT };
    const statement = vectorStatement(tables, asked[0].vector.length);
    const { rows: plan } = await client.query(`EXPLAIN ${statement.replaceAll('$1', `'[${asked[0].vector.join()}]'`)}`);
    if (!plan.some((row) => /data_pipeline_hnsw/.test(row['QUERY PLAN']))) {
      throw new Error('the anchor uses no index');
    }
    const arms = {
      pgvector: ({ vector }) => client.query(statement, [`[${vector.join(',')}]`]),
      hybrid: ({ text, vector }) => searchStore(client, { text, vector, limits, mode: 'hybrid' }, lender),
    };
    const times = { pgvector: [], hybrid: [] };
    for (const [index, question] of [...asked.slice(0, WARM_UP), ...asked].entries()) {
      for (const [arm, search] of Object.entries(arms)) {
        const began = performance.now();
        await search(question);
        if (index >= WARM_UP) {
          times[arm].push(performance.now() - began);
        }
      }
    }
    for (const share of [0.5, 0.99]) {
      const [anchor, ours] = [times.pgvector, times.hybrid].map(
        (each) => each.toSorted((a, b) => a - b)[Math.floor(share * each.length)],
      );
      report(`search by words and vectors, p${100 * share}`, {
        anchor: `pgvector ${anchor.toFixed(2)} ms`,
        ours: `${ours.toFixed(2)} ms`,
        ratio: ours / anchor,
        atMost: 1.5,
      });
    }
  });
  await connections.close();
}

const total = Number(values.records);
console.log(`${TERMS.length} terms`);
const tables = Array.from({ length: Math.ceil(total / 100) }, madeTable);
const asked = Array.from({ length: Number(values.questions) }, () => {
  const { text } = question(tables[below(tables.length)]);
  return { text, vector: embedder.embed(text) };
});
if (values.store) {
  await measure(values.store, asked);
} else if (values.keep) {
  await fill(values.keep, tables, total);
} else {
  await withScratchDatabase(`bench_hybrid_${randomBytes(4).toString('hex')}`, async (url) => {
    await fill(url, tables, total);
    await measure(url, asked);
  });
}
