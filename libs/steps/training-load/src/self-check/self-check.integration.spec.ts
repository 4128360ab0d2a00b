import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { languageOf, taskParametersSchema } from '#libs/pipeline';
import { render, type Message } from '#libs/language';
import { createEmbedder, type Embedder } from '#libs/language-model';
import {
  SELF_CHECK_KINDS,
  SELF_CHECK_QUESTIONS_FILE,
  selfCheckQuestionsFile,
  stepResults,
  type SelfCheckResult,
} from '#libs/step-files';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { QaGenerationStep } from '#libs/steps/qa-generation';
import { withVectorDatabase } from '#libs/vector-store';
import { MemoryFiles } from '../../../../../test/harness/memory-files.js';
import { SHOP_SQL } from '../../../../../test/harness/shop-database.js';
import { openBusinessDatabase, surroundings } from '../../../../../test/harness/step-surroundings.js';
import { createTestDatabase, runSql, type TestDatabase } from '../../../../../test/harness/test-database.js';
import { TrainingLoadStep } from '../training-load.step.js';
import { createTrainingSinks } from '../training-sinks.js';

const { signal } = new AbortController();
const builtIn = createEmbedder(null);

/** Says that it is the built-in embedder, and embeds questions as another one would. */
const otherForQuestions: Embedder = {
  model: builtIn.model,
  dimensions: builtIn.dimensions,
  identity: builtIn.identity,
  embed: async (texts, options) => {
    const vectors = await builtIn.embed(texts, options);
    return options.purpose === 'query' ? vectors.map((vector) => vector.toReversed()) : vectors;
  },
  renewed: () => otherForQuestions,
};

describe.each(['en', 'zh'])('the self-check of a task in %s', (language) => {
  let business: TestDatabase;
  let store: TestDatabase;
  let files: ReadonlyMap<string, string>;
  const logged: string[] = [];

  const load = async (
    changed: ReadonlyMap<string, string>,
    embedder = builtIn,
    sink: 'vanna' | 'pgvector_store' = 'vanna',
  ): Promise<SelfCheckResult> => {
    const parameters = taskParametersSchema.parse({ language, training_sinks: [sink] });
    const line = (_component: string, message: Message) => void logged.push(render(message, languageOf(parameters)));
    const result = await new TrainingLoadStep({
      sinks: createTrainingSinks({ embedder, vectorDatabaseUrl: store.url }),
    }).run(
      { taskId: 'task_1', executionId: 'e', startedAt: new Date(), timeZone: 'UTC', parameters, tables: [] },
      {
        signal,
        log: { debug: line, info: line, warn: line, error: line },
        progress: () => undefined,
        files: new MemoryFiles(new Map(changed)),
        database: openBusinessDatabase(business.url),
      },
    );
    const { training_load: loads } = stepResults;
    const records = loads.read(result, 'pgvector_store')?.self_check;
    const check = sink === 'vanna' ? loads.read(result, 'self_check') : records;
    if (!check) {
      throw new Error(`no self-check: ${JSON.stringify(result)}`);
    }
    return check;
  };

  const sql = (text: string): Promise<unknown> => withVectorDatabase(store.url, signal, (client) => client.query(text));
  const empty = (): Promise<unknown> => sql('TRUNCATE langchain_pg_embedding');

  beforeAll(async () => {
    [business, store] = [await createTestDatabase('check_shop'), await createTestDatabase('check_store')];
    await runSql(business.url, SHOP_SQL);
    const made = surroundings(business.url, { language });
    await new DdlGenerationStep({ chatModel: null }).run(made.input, made.context);
    await new QaGenerationStep({ chatModel: null }).run(made.input, made.context);
    files = made.files;
  });
  afterAll(async () => {
    await business.drop();
    await store.drop();
  });

  it('finds most tables in a good store, and not all of them: the questions are not in it', async () => {
    const { retrieval, hybrid, left_out: leftOut, weak } = await load(files);
    for (const kind of SELF_CHECK_KINDS) {
      const rates = retrieval?.[kind];
      expect(rates?.asked).toBeGreaterThanOrEqual(10);
      expect(hybrid?.[kind]?.asked).toBe(rates?.asked);
      expect(hybrid?.[kind]?.table_recall.at_5).toBeGreaterThan(0.8);
      expect(rates?.table_recall.at_5).toBeGreaterThan(0.8);
    }
    const found = SELF_CHECK_KINDS.map((kind) => retrieval?.[kind]?.table_recall.at_3 ?? 1);
    expect(Math.min(...found)).toBeLessThan(1);
    expect(weak).toEqual([]);
    expect(leftOut?.pairs_without_intent).toBe(0);
    const { rows } = (await sql('SELECT document FROM langchain_pg_embedding')) as { rows: { document: string }[] };
    const asked = selfCheckQuestionsFile.parse(files.get(SELF_CHECK_QUESTIONS_FILE) ?? '')?.questions ?? [];
    const loaded = new Set(rows.map(({ document }) => document.split('", "sql": ')[0]));
    expect(asked.filter(({ question }) => loaded.has(`{"question": ${JSON.stringify(question).slice(0, -1)}`))).toEqual(
      [],
    );
  });

  it('asks the table of PGVectorStore as its readers do, and reports what is broken there', async () => {
    const drop = (): Promise<unknown> => sql('DROP TABLE IF EXISTS data_pipeline_records');
    await drop();
    await empty();
    const vanna = await load(files);
    const { retrieval, hybrid, questions, weak } = await load(files, builtIn, 'pgvector_store');
    expect([questions, retrieval]).toEqual([vanna.questions, vanna.retrieval]);
    for (const kind of SELF_CHECK_KINDS) {
      expect(hybrid?.[kind]?.table_recall.at_5).toBeGreaterThan(0.8);
    }
    expect(weak).toEqual([]);
    await drop();
    expect((await load(files, otherForQuestions, 'pgvector_store')).weak).toEqual([...SELF_CHECK_KINDS]);
    await drop();
  });

  it('finds less by words that belong to other texts', async () => {
    await empty();
    const before = await load(files);
    await sql(`WITH texts AS (SELECT record, collection, row_number() OVER (PARTITION BY collection ORDER BY digest) AS n
                                FROM data_pipeline_lexical_record),
                    words AS (SELECT terms, collection, row_number() OVER (PARTITION BY collection ORDER BY digest DESC) AS n
                                FROM data_pipeline_lexical_record)
               UPDATE data_pipeline_lexical_record l SET terms = words.terms
                 FROM texts JOIN words USING (collection, n) WHERE texts.record = l.record`);
    const after = await load(new Map([...files, ['words.md', '# words']]));
    const recall = ({ hybrid }: SelfCheckResult) => hybrid?.paraphrase?.table_recall.at_3 ?? 0;
    expect(recall(after)).toBeLessThan(recall(before));
  });

  it('reports vectors that belong to other texts', async () => {
    await empty();
    await load(files);
    await sql(`WITH texts AS (SELECT id, collection_id, row_number() OVER (PARTITION BY collection_id ORDER BY document) AS n
                                FROM langchain_pg_embedding),
                    vectors AS (SELECT embedding, collection_id,
                                       row_number() OVER (PARTITION BY collection_id ORDER BY document DESC) AS n
                                  FROM langchain_pg_embedding)
               UPDATE langchain_pg_embedding e SET embedding = vectors.embedding
                 FROM texts JOIN vectors USING (collection_id, n) WHERE texts.id = e.id`);
    logged.length = 0;
    const { weak } = await load(new Map([...files, ['notes.md', '# notes']]));
    // A dozen tables: among five of them and five documents, chance finds many, so few questions may pass.
    expect(weak).toEqual(expect.arrayContaining(['paraphrase', 'other_language']));
    expect(logged.filter((line) => line.includes('other_language'))).toHaveLength(1);
  });

  it('reports questions that are embedded by another embedder', async () => {
    await empty();
    expect((await load(files, otherForQuestions)).weak).toEqual([...SELF_CHECK_KINDS]);
  });

  it('reports DDL and documents that are missing', async () => {
    await empty();
    const tables = [...files.keys()].filter((name) => name.endsWith('.ddl')).map((name) => name.replace('.ddl', ''));
    const lost = new Set(tables.filter((_table, place) => place % 2 === 0));
    const left = [...files].filter(([name]) => !lost.has(name.replace(/(_detail\.md|\.ddl)$/, '')));
    expect((await load(new Map(left))).weak).toEqual([...SELF_CHECK_KINDS]);
  });

  it('asks no question that was loaded as a pair meanwhile, word for word or nearly', async () => {
    await empty();
    const read = selfCheckQuestionsFile.parse(files.get(SELF_CHECK_QUESTIONS_FILE) ?? '');
    const copied = read?.questions.filter(({ kind }) => kind === 'held_out').slice(0, 4) ?? [];
    const pairs = copied.map(({ question, tables }, place) => ({
      question: place % 2 === 0 ? question : `${question.toUpperCase()} !`,
      sql: 'SELECT 1',
      tables,
    }));
    const before = (await load(files)).left_out?.loaded_as_pairs ?? 0;
    await empty();
    const after = await load(new Map([...files, ['more_pair.json', JSON.stringify(pairs)]]));
    // Other questions of the check may be nearly the same as one of the four.
    expect(after.left_out?.loaded_as_pairs).toBeGreaterThanOrEqual(before + 4);
    expect(after.left_out?.loaded_as_pairs).toBeLessThan(before + 20);
  });

  it('gets no better by pairs of other loads that ask the very questions', async () => {
    await empty();
    const before = (await load(files)).retrieval;
    const asked = selfCheckQuestionsFile.parse(files.get(SELF_CHECK_QUESTIONS_FILE) ?? '')?.questions ?? [];
    const other = asked.map(({ question, tables }) => ({ question, sql: `SELECT 1`, tables }));
    await load(new Map([['other_pair.json', JSON.stringify(other)]]));
    const after = (await load(new Map([...files, ['more.md', '# more']]))).retrieval;
    for (const kind of SELF_CHECK_KINDS) {
      expect(after?.[kind]?.asked).toBe(before?.[kind]?.asked);
      expect(after?.[kind]?.context_sufficiency).toBeLessThanOrEqual(before?.[kind]?.context_sufficiency ?? 0);
    }
  });

  it('has no such rates for pairs from elsewhere', async () => {
    await empty();
    const { retrieval, questions } = await load(
      new Map([...files].filter(([name]) => name !== SELF_CHECK_QUESTIONS_FILE)),
    );
    expect([retrieval, questions.asked > 0]).toEqual([null, true]);
  });
});
