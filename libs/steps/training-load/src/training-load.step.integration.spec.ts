import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { DomainError } from '#libs/domain-errors';
import {
  createEmbedder,
  languageModelErrors,
  NGRAM_MODEL,
  NgramEmbedder,
  type Embedder,
  type EmbedderIdentity,
  type EmbedOptions,
} from '#libs/language-model';
import { render, type Language, type Message } from '#libs/language';
import { languageOf, taskParametersSchema, type TaskParameters } from '#libs/pipeline';
import type { StepContext, StepResult } from '#libs/steps/step';
import { ensureVectorTables, listRecords, withVectorDatabase, type StoredRecord } from '#libs/vector-store';
import { MemoryFiles } from '../../../../test/harness/memory-files.js';
import { openBusinessDatabase } from '../../../../test/harness/step-surroundings.js';
import type { TestDatabase } from '../../../../test/harness/test-database.js';
import { VECTOR_DATABASES } from '../../../../test/harness/vector-databases.js';
import type { TrainingSinks } from './sink.js';
import { TrainingLoadStep } from './training-load.step.js';
import { createTrainingSinks } from './training-sinks.js';

// PGlite compiles and initialises itself in seconds, many of them on a busy machine.
jest.setTimeout(120_000);

const { signal } = new AbortController();
const PAIR_FILE = 'qs_shop_20260102_030405_pair.json';
const REPORT_FILE = 'sql_validation_20260102_030506_report.json';

const FILES: Readonly<Record<string, string>> = {
  'orders.ddl': "-- 中文名: 订单表\ncreate table public.orders (\n  note text default ';x;' -- 备注; 说明\n);",
  'items.ddl': 'create table public.items (\n  id integer\n);\n',
  'orders_detail.md': '## orders（订单表）\norders 表订单\n字段列表：\n- note (text)',
  'items_detail.md': '## items（明细表）\nitems 表明细\n字段列表：\n- id (integer)',
  'glossary.md': '## 术语\n毛利：收入减去成本',
  [PAIR_FILE]: JSON.stringify([
    { question: '一共有多少张订单？', sql: 'SELECT count(*) FROM orders;' },
    { question: '哪些明细的 "note" 为 null 或 true？\n换行 😀', sql: "SELECT '/', '\\' FROM items WHERE a = 'it''s';" },
    { question: '无效的问题', sql: 'SELECT nope FROM orders;' },
  ]),
  [REPORT_FILE]: JSON.stringify({
    metadata: { input_file: PAIR_FILE },
    detailed_results: [
      { question: '一共有多少张订单？', sql: 'SELECT count(*) FROM orders;', valid: true },
      {
        question: '哪些明细的 "note" 为 null 或 true？\n换行 😀',
        sql: "SELECT '/', '\\' FROM items WHERE a = 'it''s';",
        valid: true,
      },
      { question: '无效的问题', sql: 'SELECT nope FROM orders;', valid: false },
    ],
  }),
  // Nothing of these is training data.
  'schema.sql': 'create table public.orders ();',
  'metadata.txt': '-- Schema Tools',
  'filename_mapping.txt': 'public.orders -> orders_detail.md',
  'data_pipeline.log': 'log',
  [`${PAIR_FILE}.backup`]: '[]',
  'qs_old_pair.json_old': '[]',
  'vector_bak/copy.ddl': 'create table x ();',
};

const BUILT_IN_EMBEDDING = {
  model: 'built-in-zh-en-v1-768',
  query_model: 'built-in-zh-en-v1-768',
  dimensions: 768,
  normalized: true,
  document_prefix: '',
  query_prefix: '',
};

/** Counts embedded texts, and can fail after a given number. */
class CountingEmbedder implements Embedder {
  count = 0;
  failAfter = Infinity;

  constructor(
    private readonly inner: Embedder = createEmbedder(null),
    readonly dimensions: number | null = inner.dimensions,
  ) {}

  get model(): string {
    return this.inner.model;
  }

  get identity(): EmbedderIdentity {
    return this.inner.identity;
  }

  async embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]> {
    this.count += texts.length;
    if (this.count > this.failAfter) {
      throw new Error('the embedder broke');
    }
    return this.inner.embed(texts, options);
  }

  renewed(): this {
    return this;
  }
}

describe.each(VECTOR_DATABASES)('training_load into %s', (_name, create) => {
  let database: TestDatabase;
  let embedder: CountingEmbedder;

  const sinksOf = (made: Embedder): TrainingSinks =>
    createTrainingSinks({ embedder: made, vectorDatabaseUrl: database.url });

  const run = (
    files: MemoryFiles | Readonly<Record<string, string>> = FILES,
    options: {
      taskId?: string;
      parameters?: Partial<TaskParameters>;
      embedder?: Embedder;
      log?: string[];
    } = {},
  ): Promise<StepResult> => {
    const parameters = taskParametersSchema.parse({ business_context: '商店订单', ...options.parameters });
    return new TrainingLoadStep({ sinks: sinksOf(options.embedder ?? embedder) }).run(
      {
        taskId: options.taskId ?? 'task_20260102_030405',
        executionId: 'execution',
        startedAt: new Date(),
        timeZone: 'UTC',
        parameters,
        tables: [],
      },
      contextOf(files instanceof MemoryFiles ? files : inMemory(files), options.log ?? [], languageOf(parameters)),
    );
  };

  const stored = (): Promise<StoredRecord[]> =>
    withVectorDatabase(database.url, signal, async (client) =>
      listRecords(client, await ensureVectorTables(client), { limit: 1000 }),
    );

  beforeAll(async () => {
    database = await create();
  });
  afterAll(() => database.drop());
  beforeEach(async () => {
    embedder = new CountingEmbedder();
    await withVectorDatabase(database.url, signal, async (client) => {
      await ensureVectorTables(client);
      await client.query(`TRUNCATE langchain_pg_embedding;
        DROP INDEX IF EXISTS data_pipeline_hnsw_sql_768, data_pipeline_hnsw_ddl_768, data_pipeline_hnsw_documentation_768`);
    });
  });

  it('loads the files of the task, once each, without what was found invalid', async () => {
    const log: string[] = [];
    expect(await run(FILES, { log })).toEqual({
      training_data_dir: 'task_20260102_030405',
      load_successful: true,
      total_records: 7,
      data_type_counts: { sql: 2, documentation: 3, ddl: 2 },
      loaded: { sql: 2, documentation: 3, ddl: 2 },
      inserted: 7,
      updated: 0,
      unchanged: 0,
      removed: 0,
      embedded: 7,
      invalid_pairs_left_out: 1,
      pairs_left_out_by_review: 0,
      unvalidated_pairs: 0,
      duplicate_pairs: 0,
      sinks: ['files', 'vanna'],
      exported: { files: ['training_data.jsonl', 'questions.json', 'tables.json'], pairs: 2, tables: 2 },
      embedding_model: 'built-in-zh-en-v1-768',
      dimensions: 768,
      readers:
        '向量由 built-in-zh-en-v1-768 产生（768 维）。读取方必须用 built-in-zh-en-v1-768 对问题做向量化，可通过 POST /v1/embeddings 获得',
      self_check: {
        questions: { asked: 2, found: 2 },
        tables: { asked: 2, found: 2 },
        retrieval: null,
        hybrid: null,
        left_out: null,
        weak: [],
      },
      duration: expect.any(Number),
    });
    expect(log).toContain('warn: 跳过 1 个未通过验证的问答对');
    const documents = (await stored()).map(({ document }) => document).toSorted();
    expect(documents).toEqual(
      [
        FILES['items.ddl']?.replace(/;\n$/, ''),
        FILES['orders.ddl']?.replace(/;$/, ''),
        FILES['orders_detail.md'],
        FILES['items_detail.md'],
        FILES['glossary.md'],
        '{"question": "一共有多少张订单？", "sql": "SELECT count(*) FROM orders;"}',
        '{"question": "哪些明细的 \\"note\\" 为 null 或 true？\\n换行 😀", ' +
          "\"sql\": \"SELECT '/', '\\\\' FROM items WHERE a = 'it''s';\"}",
      ].toSorted(),
    );
  });

  it('loads the description of the themes only when the task asks for it', async () => {
    const files = { ...FILES, 'metadata_detail.md': '## metadata（存储分析主题元数据）\n字段列表：' };
    expect(await run(files)).toMatchObject({ loaded: { documentation: 3 } });
    expect(await run(files, { parameters: { load_metadata_documents: true } })).toMatchObject({
      loaded: { documentation: 4 },
      inserted: 1,
    });
    expect((await stored()).map(({ document }) => document)).toContain(files['metadata_detail.md']);
  });

  it('says in one line which embedder a reader must use, and in the collections', async () => {
    const log: string[] = [];
    const result = await run(FILES, { log, parameters: { language: 'en' } });
    const line =
      'the vectors are of built-in-zh-en-v1-768 (768 dimensions); readers must embed questions with built-in-zh-en-v1-768, ' +
      'which POST /v1/embeddings offers';
    expect(log).toContain(`info: ${line}`);
    expect(result).toMatchObject({ readers: line });
    const { rows } = await withVectorDatabase(database.url, signal, (client) =>
      client.query(`SELECT DISTINCT cmetadata::jsonb -> 'embedding' AS embedding FROM langchain_pg_collection`),
    );
    expect(rows).toEqual([{ embedding: BUILT_IN_EMBEDDING }]);
  });

  it.each(["'null'", 'NULL', `'{"owner": "them", "embedding": {"model": "old"}}'`])(
    'describes a collection whose metadata was %s',
    async (metadata) => {
      await withVectorDatabase(database.url, signal, (client) =>
        client.query(`UPDATE langchain_pg_collection SET cmetadata = ${metadata}`),
      );
      await run();
      const { rows } = await withVectorDatabase(database.url, signal, (client) =>
        client.query<{ metadata: { owner?: string; embedding: object } }>(
          `SELECT cmetadata::jsonb AS metadata FROM langchain_pg_collection WHERE name = 'ddl'`,
        ),
      );
      expect(rows[0]?.metadata.embedding).toEqual(BUILT_IN_EMBEDDING);
      expect(rows[0]?.metadata.owner).toBe(metadata.includes('owner') ? 'them' : undefined);
    },
  );

  it('goes on with the former embedder where the store holds its vectors', async () => {
    await run({ 'first.ddl': 'create table first_one ();' }, { taskId: 'task_old', embedder: new NgramEmbedder() });
    const log: string[] = [];
    expect(await run(FILES, { log, parameters: { language: 'en' } })).toMatchObject({
      embedding_model: NGRAM_MODEL,
      dimensions: 384,
      self_check: { questions: { found: 2 } },
    });
    expect(log.some((line) => line.startsWith(`warn: the store holds vectors of ${NGRAM_MODEL}`))).toBe(true);
    expect(embedder.count).toBe(0);
  });

  it('embeds the whole store again on request, with the indexes and the records of other tasks', async () => {
    const old = { taskId: 'task_old', embedder: new NgramEmbedder() };
    await run({ 'first.ddl': 'create table first_one ();' }, { ...old, parameters: { create_index: true } });
    const before = await stored();
    const log: string[] = [];
    expect(await run(FILES, { log, parameters: { reembed: true, language: 'en' } })).toMatchObject({
      embedding_model: 'built-in-zh-en-v1-768',
      dimensions: 768,
      inserted: 7,
      total_records: 8,
    });
    expect(log).toContain('info: embedded 1 record again with built-in-zh-en-v1-768');
    const after = await stored();
    expect(new Set(after.map(({ embeddingModel }) => embeddingModel))).toEqual(new Set(['built-in-zh-en-v1-768']));
    expect(after.find(({ document }) => document.includes('first_one'))).toMatchObject({
      id: before[0]?.id,
      tasks: ['task_old'],
    });
    expect(await run(FILES, { log: [], parameters: { reembed: true } })).toMatchObject({ embedded: 0, unchanged: 7 });
  });

  it('leaves the store as it was when the embedder fails while embedding it again', async () => {
    await run();
    const before = await stored();
    const broken = new CountingEmbedder(fixedEmbedder(5), null);
    broken.failAfter = 3;
    await expect(run(FILES, { embedder: broken, parameters: { reembed: true } })).rejects.toThrow('the embedder broke');
    expect(await stored()).toEqual(before);
  });

  it.each([
    [768, 'vector_model_differs', { existing: 'built-in-zh-en-v1-768', model: 'fixed-768' }],
    [3, 'vector_dimension_differs', { existing_model: 'built-in-zh-en-v1-768', model: 'fixed-3' }],
  ])('refuses an endpoint of %d dimensions over vectors of the built-in embedder', async (dimensions, code, params) => {
    await run();
    const options = { embedder: fixedEmbedder(dimensions), taskId: 'task_other' };
    await expect(run({ 'x.ddl': 'create table x ();' }, options)).rejects.toMatchObject({ code, params });
  });

  it('still tells the dimension when there was nothing to embed', async () => {
    await run(FILES, { embedder: fixedEmbedder(3) });
    expect(await run(FILES, { embedder: fixedEmbedder(3) })).toMatchObject({ embedded: 0, dimensions: 3 });
  });

  it('names the document that the endpoint does not take, and loads nothing', async () => {
    const fussy = new FussyEmbedder('create table public.items');
    await expect(run(FILES, { embedder: fussy })).rejects.toMatchObject({
      code: 'training_document_rejected',
      params: { source: 'shop/ddl/items.ddl', model: 'fussy', reason: 'too long' },
    });
    expect(await stored()).toEqual([]);
  });

  it('builds the indexes that are asked for, and says why it cannot', async () => {
    expect(await run(FILES, { parameters: { create_index: true } })).toMatchObject({
      similarity_indexes: [
        { collection: 'sql', name: 'data_pipeline_hnsw_sql_768', outcome: 'created' },
        { collection: 'ddl', outcome: 'created' },
        { collection: 'documentation', outcome: 'created' },
      ],
    });
    await run({ 'lone.ddl': 'create table lone ();' }, { taskId: 'other', embedder: fixedEmbedder(5) }).catch(() => 0);
    expect(await run(FILES, { parameters: { create_index: true } })).toMatchObject({
      similarity_indexes: [{ outcome: 'present' }, { outcome: 'present' }, { outcome: 'present' }],
    });
  });

  it('exports files alone where the tables are not asked for, from pairs written as blocks too', async () => {
    const log: string[] = [];
    const files = inMemory({
      'items.ddl': FILES['items.ddl'] ?? '',
      'more_pair.sql': 'Question: 有多少明细？\nSQL: SELECT count(*) FROM items;\n',
      'schema.sql': 'CREATE TABLE x ();',
      'notes.sql': 'SELECT 1;',
    });
    const result = await run(files, { log, parameters: { training_sinks: ['files'] } });
    expect(result).toMatchObject({ loaded: { ddl: 1, documentation: 0, sql: 1 }, sinks: ['files'] });
    expect(await stored()).toEqual([]);
    expect(log.filter((line) => line.startsWith('warn'))).toEqual([
      'warn: 没有关于 more_pair.sql 的验证报告，其中的问答对未经验证即加载；建议先执行 sql_validation',
      'warn: 跳过没有问题的 SQL 文件: notes.sql（问答对请用 *_pair.json 或 *_pair.sql）',
    ]);
    const text = files.written.get('questions.json') ?? '';
    const questions = JSON.parse(text) as unknown[];
    expect(text).toBe(`${JSON.stringify(questions, null, 2)}\n`);
    expect(questions).toEqual([
      expect.objectContaining({
        question_id: 0,
        db_id: 'shop',
        SQL: 'SELECT count(*) FROM items;',
        difficulty: 'simple',
      }),
    ]);
  });

  it('exports questions that no data answer where the task asks for them', async () => {
    const unanswerable = [
      { question: '各明细的颜色是什么？', language: 'zh', lacks: 'attribute', tables: ['public.items'] },
      { question: 'What is the color of each item?', language: 'en', lacks: 'attribute', tables: ['public.items'] },
    ];
    const checks = JSON.stringify({ questions: [], unanswerable, pairs_without_intent: 0 });
    const exported = async (parameters: object): Promise<Map<string, string>> => {
      const files = inMemory({ ...FILES, 'self_check_questions.json': checks });
      await run(files, { parameters: { training_sinks: ['files'], language: 'zh', ...parameters } });
      return files.written;
    };
    const plain = await exported({});
    expect(plain.has('unanswerable_questions.json')).toBe(false);
    expect(plain.get('training_data.jsonl')).not.toContain('没有数据');
    const asked = await exported({ unanswerable_questions: true });
    expect(JSON.parse(asked.get('unanswerable_questions.json') ?? '')).toEqual(
      unanswerable.map((one) => ({ ...one, kind: 'unanswerable', sql: null })),
    );
    const [last = ''] = (asked.get('training_data.jsonl') ?? '').trim().split('\n').slice(-1);
    const { messages } = JSON.parse(last) as { messages: { content: string }[] };
    expect(messages.map(({ content }) => content)).toEqual([
      expect.stringMatching(/就回答“没有数据”。[\s\S]*public\.items/),
      '各明细的颜色是什么？',
      '没有数据',
    ]);
    expect(asked.get('questions.json')).not.toContain('颜色');
  });

  it('embeds and writes nothing when it runs again', async () => {
    await run();
    const before = await stored();
    embedder = new CountingEmbedder();
    expect(await run()).toMatchObject({
      embedded: 0,
      inserted: 0,
      updated: 0,
      unchanged: 7,
      removed: 0,
      total_records: 7,
    });
    expect(embedder.count).toBe(0);
    expect(await stored()).toEqual(before);
  });

  it('replaces a pair whose SQL changed and a table whose DDL changed', async () => {
    await run();
    const changed = {
      ...FILES,
      'items.ddl': 'create table public.items (\n  id bigint\n);',
      [PAIR_FILE]: JSON.stringify([{ question: '一共有多少张订单？ ', sql: 'SELECT count(id) FROM orders;' }]),
    };
    expect(await run(changed)).toMatchObject({
      embedded: 2,
      inserted: 0,
      updated: 2,
      unchanged: 4,
      unvalidated_pairs: 1,
    });
    const documents = (await stored()).map(({ document }) => document);
    expect(documents).toHaveLength(7);
    expect(documents).toContain('{"question": "一共有多少张订单？", "sql": "SELECT count(id) FROM orders;"}');
    expect(documents).not.toContain('{"question": "一共有多少张订单？", "sql": "SELECT count(*) FROM orders;"}');
    expect(documents).not.toContain('create table public.items (\n  id integer\n)');
  });

  it('with replace takes away what the task no longer has', async () => {
    await run();
    const { 'items.ddl': _ddl, 'items_detail.md': _documentation, ...rest } = FILES;
    expect(await run(rest)).toMatchObject({ total_records: 7, removed: 0 });
    expect(await run(rest, { parameters: { replace: true } })).toMatchObject({ total_records: 5, removed: 2 });
  });

  it('loads nothing at all when the embedder fails half-way', async () => {
    const many = { ...FILES, [PAIR_FILE]: pairs(1200) };
    embedder.failAfter = 600;
    await expect(run(many)).rejects.toThrow('the embedder broke');
    expect(await stored()).toEqual([]);
    embedder = new CountingEmbedder();
    expect(await run(many)).toMatchObject({ total_records: 1205, inserted: 1205 });
  });

  it('pays for one text at most when the vectors do not fit the store', async () => {
    await run();
    const before = await stored();
    const misfit = new CountingEmbedder(fixedEmbedder(3), null);
    await expect(
      run({ ...FILES, 'new.ddl': 'create table new ();' }, { embedder: misfit, taskId: 'task_other' }),
    ).resolves.toMatchObject({
      // Every record of the store is of this task's files, so a new model may take all of them over.
      updated: 7,
      inserted: 1,
      dimensions: 3,
    });
    const late = new CountingEmbedder(fixedEmbedder(4), null);
    await expect(run({ 'lone.ddl': 'create table lone ();' }, { embedder: late })).rejects.toMatchObject({
      code: 'vector_dimension_differs',
      params: { collection: 'ddl', existing: 3, offered: 4 },
    });
    expect(late.count).toBe(1);
    expect(await stored()).toHaveLength(before.length + 1);
  });

  it('takes two tasks at once', async () => {
    const other = { ...FILES, 'third.ddl': 'create table public.third ();' };
    const [first, second] = await Promise.all([run(FILES, { taskId: 'task_1' }), run(other, { taskId: 'task_2' })]);
    expect(first).toMatchObject({ load_successful: true });
    expect(second).toMatchObject({ load_successful: true });
    const records = await stored();
    expect(records).toHaveLength(8);
    expect(records.filter(({ tasks }) => tasks.length === 2)).toHaveLength(7);
  });

  it.each([
    ['training_files_missing', { 'metadata.txt': 'x' }],
    ['training_file_blank', { 'a.ddl': '\uFEFF \n' }],
    ['training_text_unstorable', { 'a.ddl': "create table a (b text default '\0')" }],
    ['pair_file_records_invalid', { ...FILES, [PAIR_FILE]: '[{"question": "a"}]' }],
    ['validation_report_unreadable', { ...FILES, [REPORT_FILE]: '{}' }],
  ])('fails with %s and loads nothing', async (code, files) => {
    await expect(run(files)).rejects.toMatchObject({ code, kind: 'validation' });
    expect(await stored()).toEqual([]);
  });

  it('speaks the language of the task', async () => {
    const log: string[] = [];
    await run(FILES, { log, parameters: { language: 'en' } });
    expect(log).toContain('info: loaded: 7 embedded, 7 inserted, 0 updated, 0 unchanged, 0 removed');
  });
});

/** Refuses texts that begin so, as an endpoint refuses those that are too long. */
class FussyEmbedder implements Embedder {
  readonly model = 'fussy';
  readonly dimensions = 3;
  readonly identity = identityOf('fussy', 3);

  constructor(private readonly refused: string) {}

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const index = texts.findIndex((text) => text.includes(this.refused));
    if (index >= 0) {
      const params = { model: this.model, position: index + 1, characters: 1, status: 400, reason: 'too long' };
      throw new DomainError(languageModelErrors.embedding_text_rejected, params);
    }
    return texts.map(() => Float32Array.of(1, 0, 0));
  }

  renewed(): this {
    return this;
  }
}

function identityOf(model: string, dimensions: number | null): EmbedderIdentity {
  return { model, queryModel: model, documentPrefix: '', queryPrefix: '', dimensions, normalized: true };
}

function fixedEmbedder(dimensions: number): Embedder {
  return {
    model: `fixed-${dimensions}`,
    dimensions: null,
    identity: identityOf(`fixed-${dimensions}`, null),
    embed: (texts) => Promise.resolve(texts.map(() => new Float32Array(dimensions).fill(1 / Math.sqrt(dimensions)))),
    renewed: () => fixedEmbedder(dimensions),
  };
}

function pairs(count: number): string {
  return JSON.stringify(
    Array.from({ length: count }, (_, index) => ({ question: `第 ${index} 个问题`, sql: `SELECT ${index};` })),
  );
}

function inMemory(files: Readonly<Record<string, string>>): MemoryFiles {
  return new MemoryFiles(new Map(Object.entries(files)));
}

function contextOf(files: MemoryFiles, log: string[], language: Language): StepContext {
  const line = (level: string) => (_component: string, message: Message) =>
    void log.push(`${level}: ${render(message, language)}`);
  return {
    signal,
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    progress: () => undefined,
    files,
    database: openBusinessDatabase('postgres://reader:secret@db/shop'),
  };
}
