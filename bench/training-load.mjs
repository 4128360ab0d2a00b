/**
 * `node bench/training-load.mjs [--records 10000] [--runs 5] [--memory-records 100000]`
 *
 * Loads records with precomputed vectors of 1,024 dimensions into Vanna's indexed tables, against two anchors of the
 * same run: a bare COPY BINARY of the same rows, and inserts row by row with vectors as text, as the original does.
 * The table of PGVectorStore, with its words, is loaded against a COPY BINARY of its own rows.
 * Memory is that of the whole step: from a pair file and its validation report on disk to the tables and the files for
 * fine-tuning, with vectors that cost nothing.
 * Needs TEST_DATABASE_URL (a server with pgvector; a database of its own is made and dropped) and a build.
 */
import { Buffer } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { BusinessDatabases } from '#libs/business-database';
import { taskParametersSchema } from '#libs/pipeline';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import {
  ensureRecordTable,
  ensureVectorTables,
  VectorLoad,
  vectorRecord,
  withVectorDatabase,
} from '#libs/vector-store';
import { median, numberPrintedBy, report, withScratchDatabase } from './measure.mjs';

const DIMENSIONS = 1024;
/** The word table, by which the words of records are split, takes some 25 MiB of it, whatever the load. */
const HEAP_MIB = 64;
const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
    'memory-records': { type: 'string', default: '100000' },
    memory: { type: 'string' },
  },
});
const count = Number(values.records);
const signal = globalThis.AbortSignal.any([]);
const options = { taskId: 'task_20260102_030405', model: 'bench-1024', replace: null };

function pairAt(index) {
  return {
    question: `How many orders did customer ${index} place in the quarter, and what was the average amount?`,
    sql: `SELECT count(*), avg(amount) FROM sales.orders WHERE customer_id = ${index} AND ordered_at >= date '2026-01-01';`,
  };
}

function* records(total) {
  for (let index = 0; index < total; index++) {
    const { question, sql } = pairAt(index);
    const document = `{"question": ${JSON.stringify(question)}, "sql": ${JSON.stringify(sql)}}`;
    yield vectorRecord('sql', { database: 'shop', key: `pair ${index}` }, document);
  }
}

/** Distinct vectors without the cost of making them: windows into one run of random numbers. */
const noise = new Float32Array(DIMENSIONS + 100_003).map(() => Math.random() - 0.5);
const vectorAt = (index) => noise.subarray(index % 100_003, (index % 100_003) + DIMENSIONS);

async function load(client, tables, incoming) {
  const opened = await VectorLoad.open(client, tables, incoming, options);
  let embedded = 0;
  try {
    for (;;) {
      const result = await opened.merge();
      if (result.merged) {
        return { embedded, ...result.counts };
      }
      for (let page = await opened.nextPending(1024); page.length > 0; page = await opened.nextPending(1024)) {
        await opened.addVectors(
          page,
          page.map((_, index) => vectorAt(embedded + index)),
        );
        embedded += page.length;
      }
    }
  } finally {
    await opened.close();
  }
}

/** The rows that a load has written, with their vectors as numbers: the input of both anchors. */
async function writtenRows(client) {
  const { rows } = await client.query(
    'SELECT id, collection_id, document, cmetadata::text FROM langchain_pg_embedding',
  );
  return rows.map((row, index) => ({ ...row, vector: vectorAt(index) }));
}

/** The least that a program can do: the rows in COPY's binary form, straight into the table. */
async function bareCopy(client, rows) {
  const field = (bytes) => [int32(bytes.length), bytes];
  function* encoded() {
    yield Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
    for (let start = 0; start < rows.length; start += 32) {
      yield Buffer.concat(
        rows
          .slice(start, start + 32)
          .flatMap(({ id, collection_id: collectionId, vector, document, cmetadata }) => [
            Buffer.from([0, 5]),
            ...field(Buffer.from(id)),
            ...field(Buffer.from(collectionId.replaceAll('-', ''), 'hex')),
            ...field(vectorBytes(vector)),
            ...field(Buffer.from(document)),
            ...field(Buffer.from(`\u0001${cmetadata}`)),
          ]),
      );
    }
    yield Buffer.from([0xff, 0xff]);
  }
  const sql =
    'COPY langchain_pg_embedding (id, collection_id, embedding, document, cmetadata) FROM STDIN (FORMAT binary)';
  await pipeline(Readable.from(encoded(), { objectMode: false }), client.query(copyFrom(sql)));
}

function int32(value) {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function vectorBytes(vector) {
  const bytes = Buffer.alloc(4 + vector.byteLength);
  bytes.writeInt16BE(vector.length);
  bytes.set(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), 4);
  bytes.subarray(4).swap32();
  return bytes;
}

/** One upsert and one transaction per record, the vector as text, as langchain_postgres does for each `train` call. */
async function rowByRow(client, rows) {
  for (const { id, collection_id: collectionId, vector, document, cmetadata } of rows) {
    await client.query('BEGIN');
    await client.query(
      `INSERT INTO langchain_pg_embedding (id, collection_id, embedding, document, cmetadata) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (id) DO UPDATE SET embedding = excluded.embedding, document = excluded.document, cmetadata = excluded.cmetadata`,
      [id, collectionId, `[${vector.join(',')}]`, document, cmetadata],
    );
    await client.query('COMMIT');
  }
}

const truncateIn = (url) => withVectorDatabase(url, signal, truncate);
/** Both sides of the store; the anchors write the first alone. */
const truncate = (client) =>
  client.query('TRUNCATE langchain_pg_embedding, data_pipeline_lexical_record, data_pipeline_lexical_term');

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { ms: performance.now() - start, result };
}

async function measureSpeed(url) {
  await withVectorDatabase(url, signal, async (client) => {
    const tables = await ensureVectorTables(client);
    const incoming = [...records(count)];
    await load(client, tables, incoming);
    const rows = await writtenRows(client);
    const times = { bare: [], single: [], first: [], second: [] };
    let again;
    // A tenth of the rows is enough to know the slow rate by.
    const few = rows.slice(0, Math.ceil(count / 10));
    for (let run = 0; run < Number(values.runs); run++) {
      await truncate(client);
      times.single.push((await timed(() => rowByRow(client, few))).ms * (count / few.length));
      await truncate(client);
      times.bare.push((await timed(() => bareCopy(client, rows))).ms);
      await truncate(client);
      times.first.push((await timed(() => load(client, tables, incoming))).ms);
      const second = await timed(() => load(client, tables, incoming));
      times.second.push(second.ms);
      again = second.result;
    }
    const [bare, first, second, single] = [times.bare, times.first, times.second, times.single].map(median);
    const rate = (ms) => `${Math.round((count / ms) * 1000).toLocaleString('en')} rows/s`;
    report('first load against a bare COPY BINARY', {
      anchor: rate(bare),
      ours: rate(first),
      ratio: bare / first,
      atLeast: 0.6,
    });
    report('first load against inserts row by row', {
      anchor: rate(single),
      ours: rate(first),
      ratio: single / first,
      atLeast: 12,
    });
    report('second load of the same, of the first', {
      anchor: `${first.toFixed(0)} ms`,
      ours: `${second.toFixed(0)} ms`,
      ratio: second / first,
      atMost: 0.1,
    });
    const written = again.embedded + again.inserted + again.updated;
    report('second load: embeddings and rows written', {
      anchor: String(count),
      ours: String(written),
      ratio: written,
      atMost: 0,
    });
  });
}

/** The sink `pgvector_store`: an index of words belongs to its table. */
async function measureRecordTable(url) {
  await withVectorDatabase(url, signal, async (client) => {
    const tables = await ensureRecordTable(client, DIMENSIONS);
    const empty = () => client.query(`TRUNCATE ${tables.table}`);
    const incoming = [...records(count)];
    await load(client, tables, incoming);
    const written = await buffer(client.query(copyTo(`COPY ${tables.table} TO STDOUT (FORMAT binary)`)));
    const times = { bare: [], first: [], second: [] };
    for (let run = 0; run < Number(values.runs); run++) {
      await empty();
      const copy = () => client.query(copyFrom(`COPY ${tables.table} FROM STDIN (FORMAT binary)`));
      times.bare.push((await timed(() => pipeline(Readable.from([written]), copy()))).ms);
      await empty();
      times.first.push((await timed(() => load(client, tables, incoming))).ms);
      times.second.push((await timed(() => load(client, tables, incoming))).ms);
    }
    await client.query(`DROP TABLE ${tables.table}`);
    const [bare, first, second] = [times.bare, times.first, times.second].map(median);
    report('pgvector_store: first load against a bare COPY BINARY', {
      anchor: `${bare.toFixed(0)} ms`,
      ours: `${first.toFixed(0)} ms`,
      ratio: bare / first,
      atLeast: 0.6,
    });
    report('pgvector_store: second load of the same, of the first', {
      anchor: `${first.toFixed(0)} ms`,
      ours: `${second.toFixed(0)} ms`,
      ratio: second / first,
      atMost: 0.1,
    });
  });
}

/** The files of a task as qa_generation and sql_validation leave them. */
async function writeTask(folder, total) {
  const pairFile = 'qs_shop_20260102_030405_pair.json';
  const text = (before, item, after) =>
    Readable.from(
      (function* () {
        yield before;
        for (let index = 0; index < total; index++) {
          yield `${index === 0 ? '' : ','}\n${JSON.stringify(item(index), null, 2)}`;
        }
        yield after;
      })(),
    );
  const results = `{"metadata": ${JSON.stringify({ input_file: pairFile })}, "detailed_results": [`;
  const verdictAt = (index) => ({ index, ...pairAt(index), valid: true, status: 'valid' });
  await pipeline(text('[', pairAt, ']'), createWriteStream(join(folder, pairFile)));
  await pipeline(
    text(results, verdictAt, ']}'),
    createWriteStream(join(folder, 'sql_validation_20260102_030405_report.json')),
  );
  const ddl = 'create table sales.orders (customer_id bigint, amount numeric(10,2), ordered_at date);';
  await writeFile(join(folder, 'sales__orders.ddl'), ddl);
}

/** Files of a step in a plain folder. */
function filesIn(folder) {
  return {
    list: async () => (await readdir(folder)).sort(),
    read: (name) => readFile(join(folder, name), 'utf8'),
    readStream: (name) => createReadStream(join(folder, name)),
    write: (name, content) => writeFile(join(folder, name), content),
    writeStream: (name, pieces) => pipeline(Readable.from(pieces), createWriteStream(join(folder, name))),
  };
}

/** Run in a process of its own: peak resident memory of a step with so many pairs, in MiB. */
async function peakMemory(url, total) {
  const folder = await mkdtemp(join(tmpdir(), 'data-pipeline-bench-'));
  const quiet = () => undefined;
  let made = 0;
  const embedder = {
    identity: {
      model: 'bench-1024',
      queryModel: 'bench-1024',
      documentPrefix: '',
      queryPrefix: '',
      dimensions: DIMENSIONS,
      normalized: true,
    },
    model: options.model,
    dimensions: DIMENSIONS,
    embed: async (texts) => texts.map(() => vectorAt(made++)),
    renewed: () => embedder,
  };
  const input = {
    taskId: options.taskId,
    executionId: `${options.taskId}_step_training_load_exec_20260102_030405`,
    startedAt: new Date(),
    timeZone: 'UTC',
    parameters: taskParametersSchema.parse({}),
    tables: [],
  };
  const context = {
    signal,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    progress: quiet,
    database: new BusinessDatabases().open('postgres://reader@business/shop', {
      applicationName: 'bench',
      statementTimeoutMs: 120_000,
    }),
    files: filesIn(folder),
  };
  try {
    await writeTask(folder, total);
    const { inserted } = await new TrainingLoadStep({
      sinks: createTrainingSinks({ embedder, vectorDatabaseUrl: url }),
    }).run(input, context);
    if (inserted !== total + 1) {
      throw new Error(`${total} pairs and a table were to be loaded, and ${inserted} records were`);
    }
    return process.resourceUsage().maxRSS / 1024;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (values.memory !== undefined) {
  const url = process.env.BENCH_DATABASE_URL;
  console.log((await peakMemory(url, Number(values.memory))).toFixed(0));
} else {
  console.log(
    `load average ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores, ${count} records of ${DIMENSIONS}`,
  );
  await withScratchDatabase(`bench_load_${randomBytes(4).toString('hex')}`, async (url) => {
    await measureSpeed(url);
    await measureRecordTable(url);
    const peaks = { small: [], large: [] };
    for (let run = 0; run < 3; run++) {
      await truncateIn(url);
      peaks.small.push(await numberPrintedBy(import.meta.filename, ['--memory', '10000'], url, HEAP_MIB));
      await truncateIn(url);
      peaks.large.push(
        await numberPrintedBy(import.meta.filename, ['--memory', values['memory-records']], url, HEAP_MIB),
      );
    }
    const [small, large] = [median(peaks.small), median(peaks.large)];
    report(`peak memory of the step, ${values['memory-records']} records against 10000`, {
      anchor: `${small} MiB`,
      ours: `${large} MiB`,
      ratio: large / small,
      atMost: 1.1,
    });
  });
}
