import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createEmbedder, NgramEmbedder, NGRAM_MODEL, type Embedder, type EmbedderIdentity } from '#libs/language-model';
import type { JsonObject } from '#libs/pipeline';
import { withVectorDatabase } from '#libs/vector-store';
import { surroundings } from '../../../../test/harness/step-surroundings.js';
import type { TestDatabase } from '../../../../test/harness/test-database.js';
import { VECTOR_DATABASES } from '../../../../test/harness/vector-databases.js';
import { TrainingLoadStep } from './training-load.step.js';
import { createTrainingSinks } from './training-sinks.js';

// PGlite compiles and initialises itself in seconds, many of them on a busy machine.
jest.setTimeout(120_000);

const FILES: Readonly<Record<string, string>> = {
  'orders.ddl': '-- 中文名: 订单表\ncreate table public.orders (\n  id integer\n);',
  'orders_detail.md': '## orders（订单表）\n字段列表：\n- id (integer)',
  'qs_shop_pair.json': JSON.stringify([{ question: '一共有多少张订单？', sql: 'SELECT count(*) FROM orders;' }]),
};
const BOTH = { training_sinks: ['vanna', 'pgvector_store'] };
const ONLY = { training_sinks: ['pgvector_store'] };

/** An endpoint whose length is known with the first answer; vectors depend on the length of the text. */
function endpoint(identity: Partial<EmbedderIdentity>, length = 4): Embedder {
  const model = identity.model ?? 'model-1';
  return {
    model,
    dimensions: null,
    identity: {
      model,
      queryModel: model,
      documentPrefix: '',
      queryPrefix: '',
      dimensions: null,
      normalized: true,
      ...identity,
    },
    embed: (texts) =>
      Promise.resolve(
        texts.map((text) => Float32Array.from({ length }, (_, place) => (place === text.length % length ? 1 : 0))),
      ),
    renewed: () => endpoint(identity, length),
  };
}

describe.each(VECTOR_DATABASES)('the sink of PGVectorStore in %s', (_name, create) => {
  let database: TestDatabase;

  async function run(parameters: JsonObject, embedder = createEmbedder(null), files = FILES) {
    const {
      input,
      context,
      files: written,
      logged,
      progress,
    } = surroundings('postgres://reader@db/shop', {
      business_context: 'a shop',
      language: 'en',
      ...parameters,
    });
    for (const [name, content] of Object.entries(files)) {
      written.set(name, content);
    }
    const sinks = createTrainingSinks({ embedder, vectorDatabaseUrl: database.url });
    const result = await new TrainingLoadStep({ sinks }).run(input, context);
    return { result, logged, progress };
  }
  const query = (sql: string): Promise<unknown[]> =>
    withVectorDatabase(database.url, new AbortController().signal, async (client) => {
      const { rows } = await client.query<Record<string, unknown>>(sql);
      return rows;
    });

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(() =>
    query('DROP TABLE IF EXISTS data_pipeline_records, langchain_pg_embedding, langchain_pg_collection'),
  );

  it('is not used by a task that names no sinks', async () => {
    expect((await run({})).result).toMatchObject({ sinks: ['files', 'vanna'] });
    expect(await query(`SELECT to_regclass('data_pipeline_records') AS made`)).toEqual([{ made: null }]);
  });

  it('loads what the tables of Vanna get, and a second time nothing', async () => {
    const counts = { total_records: 3, data_type_counts: { sql: 1, documentation: 1, ddl: 1 } };
    const { result } = await run({ ...BOTH, create_index: true });
    expect(result).toMatchObject({
      sinks: ['vanna', 'pgvector_store'],
      ...counts,
      pgvector_store: {
        table: 'data_pipeline_records',
        ...counts,
        inserted: 3,
        updated: 0,
        unchanged: 0,
        removed: 0,
        embedded: 3,
        similarity_indexes: [{ name: 'data_pipeline_records_hnsw', outcome: 'created' }],
      },
      embedding_model: 'built-in-zh-en-v1-768',
      dimensions: 768,
    });
    expect(
      await query(`SELECT count(*)::int AS same FROM data_pipeline_records r JOIN langchain_pg_embedding e
        ON e.id = r.langchain_id AND e.document = r.content AND e.embedding = r.embedding
        AND e.cmetadata = r.langchain_metadata::jsonb`),
    ).toEqual([{ same: 3 }]);
    expect((await run(BOTH)).result).toMatchObject({ pgvector_store: { embedded: 0, inserted: 0, unchanged: 3 } });
  });

  it('loads alone, with an endpoint that tells its length by its first vector, and says how to ask', async () => {
    const { result, logged } = await run(ONLY, endpoint({ queryModel: 'model-q', queryPrefix: 'query: ' }));
    const readers =
      'the vectors are of model-1 (4 dimensions); readers must embed questions with model-q and the prefix "query: ", ' +
      'which POST /v1/embeddings adds';
    expect(result).toMatchObject({
      pgvector_store: { inserted: 3 },
      embedding_model: 'model-1',
      dimensions: 4,
      readers,
    });
    expect(logged.some((line) => line.endsWith(readers))).toBe(true);
    expect(await query(`SELECT to_regclass('langchain_pg_embedding') AS made`)).toEqual([{ made: null }]);
  });

  it('goes on with the embedder that the tables of Vanna keep', async () => {
    await run({ training_sinks: ['vanna'] }, new NgramEmbedder());
    expect((await run(ONLY)).result).toMatchObject({ embedding_model: NGRAM_MODEL, dimensions: 384 });
  });

  it.each([
    ['another model', { model: 'model-2' }, 'model-2'],
    ['another prefix', { documentPrefix: 'passage: ' }, 'model-1 ("passage: ")'],
  ])(
    'refuses %s than that of the other tables, in either direction, and writes nothing',
    async (_what, other, model) => {
      await run({ training_sinks: ['vanna'] }, endpoint({}));
      const refused = { code: 'vector_model_differs', params: { existing: 'model-1', model } };
      await expect(run(ONLY, endpoint(other))).rejects.toMatchObject(refused);
      expect(await query(`SELECT to_regclass('data_pipeline_records') AS made`)).toEqual([{ made: null }]);
      await run(ONLY, endpoint({}));
      await query('TRUNCATE langchain_pg_embedding');
      await expect(run({ training_sinks: ['vanna'] }, endpoint(other))).rejects.toMatchObject(refused);
      expect(await query('TABLE langchain_pg_embedding')).toEqual([]);
    },
  );

  it('is embedded again with the rest of the store, and the progress is in the log and in the status', async () => {
    const pairs = Array.from({ length: 300 }, (_, index) => ({ question: `问题 ${index}？`, sql: `SELECT ${index};` }));
    const many = { ...FILES, 'qs_shop_pair.json': JSON.stringify(pairs) };
    await run(BOTH, endpoint({}), many);
    const { result, logged, progress } = await run(
      { training_sinks: ['vanna'], reembed: true },
      endpoint({ model: 'model-2' }, 6),
    );
    expect(result).toMatchObject({ embedding_model: 'model-2', dimensions: 6 });
    expect(progress).toEqual(expect.arrayContaining(['256/604 ', '302/604 ', '604/604 ']));
    expect(logged.filter((line) => line.includes('of 604 records are ready')).length).toBeGreaterThan(1);
    expect(logged.some((line) => line.endsWith('embedded 604 records again with model-2'))).toBe(true);
    expect(
      await query(`SELECT DISTINCT vector_dims(embedding) AS dimensions, embedding_model FROM data_pipeline_records`),
    ).toEqual([{ dimensions: 6, embedding_model: 'model-2' }]);
    expect((await run(BOTH, endpoint({ model: 'model-2' }, 6), many)).result).toMatchObject({
      pgvector_store: { embedded: 0, unchanged: 302 },
    });
  });
});
