import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { DomainError } from '#libs/domain-errors';
import {
  EvaluationPolicy,
  evaluationParametersSchema,
  EvaluationRunner,
  EvaluationsService,
  QuestionSetsService,
  RemediesService,
  StepEvaluations,
  type EvaluationSummary,
  type PlacedRecord,
} from '#libs/evaluation';
import { EvaluationReportModule, EvaluationReports } from '#libs/evaluation-report';
import { createEmbedder } from '#libs/language-model';
import { NotificationTargetsService } from '#libs/notifications';
import { RetrievedPairs } from '#libs/pair-review';
import { taskParametersSchema } from '#libs/pipeline';
import { DdlGenerationStep } from '#libs/steps/ddl-generation';
import { EvaluationStep, loadGate } from '#libs/steps/evaluation';
import { createTrainingSinks, TrainingLoadStep } from '#libs/steps/training-load';
import { FileStore } from '#libs/files';
import {
  EVALUATION_REPORT_FILES,
  pairId,
  REMEDY_PAIRS_FILE,
  SELF_CHECK_QUESTIONS_FILE,
  SEMANTIC_MODEL_FILE,
} from '#libs/step-files';
import { StoreReader } from '#libs/store-reader';
import { TasksService } from '#libs/tasks';
import { CandidateRecordsModule } from '../../apps/worker/src/candidate-records.module.js';
import { loadStore, type StoreEntry } from '../harness/loaded-store.js';
import { SHOP_SQL } from '../harness/shop-database.js';
import { surroundings } from '../harness/step-surroundings.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const { signal } = new AbortController();
const PAIR = { question: 'How many customers are there?', sql: 'SELECT count(*) FROM customer' };
const RECORDS: readonly StoreEntry[] = [
  {
    collection: 'ddl',
    key: 'customer.ddl',
    document: 'create table public.customer (\n  id integer primary key,\n  name text,\n  country text\n);',
  },
  {
    collection: 'ddl',
    key: 'orders.ddl',
    document: 'create table public.orders (\n  id integer primary key,\n  customer_id integer,\n  freight numeric\n);',
  },
  {
    collection: 'documentation',
    key: 'orders_detail.md',
    document: '## public.orders\n- customer_id refers to public.customer.id',
  },
  { collection: 'sql', key: 'a', document: JSON.stringify(PAIR) },
];
const JOIN = `SELECT c.country, sum(o.freight) FROM orders o JOIN customer c ON c.id = o.customer_id
  WHERE c.country = 'Brazil' GROUP BY c.country`;
const QUESTIONS = [
  { id: 'join', question: 'What freight did people in Brazil cause?', gold_sql: [JOIN] },
  { id: 'absent', question: 'How many suppliers do we have?', gold_sql: ['SELECT count(*) FROM supplier'] },
  { id: 'leak', question: 'how many customers are there', gold_sql: ['SELECT count(*) FROM customer'] },
  { id: 'none', question: 'What is the weather?', unanswerable: true },
];

describe('evaluations', () => {
  let installation: TestInstallation;
  let shop: TestDatabase;
  let module: TestingModule;
  let taskId: string;

  beforeAll(async () => {
    shop = await createTestDatabase('evaluation_shop');
    const client = new pg.Client(shop.url);
    await client.connect();
    await client.query(SHOP_SQL);
    await client.end();
    installation = await createTestInstallation('evaluations', 'redis', { BUSINESS_DATABASE_URL: shop.url });
    const candidates = CandidateRecordsModule.forRoot(installation.config);
    @Module({ imports: [EvaluationReportModule, candidates] })
    class Evaluated {}
    module = await openTaskServices(installation.config, { module: Evaluated });
    await module.get(NotificationTargetsService).create({
      name: 'all',
      kind: 'webhook',
      url: 'https://hooks.example/x',
      secret: 'a secret of enough length',
      events: ['evaluation.below_threshold'],
      language: 'en',
    });
    await loadStore(installation.config.vectorDatabaseUrl, createEmbedder(null), RECORDS);
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
    await shop.drop();
  });

  beforeEach(async () => {
    const parameters = taskParametersSchema.parse({ language: 'en' });
    taskId = (await module.get(TasksService).create({ parameters, tables: ['*.*'] })).taskId;
  });

  const recordsOf = async function* (questions: readonly object[]): AsyncGenerator<PlacedRecord> {
    yield* questions.map((record, index) => ({ record: { ...record }, line: index + 1 }));
  };

  const upload = (questions: readonly object[], executeSql = true) =>
    module
      .get(QuestionSetsService)
      .upload(
        recordsOf(questions),
        { name: 'mine', taskId, dbName: null, executeSql, createdBy: null, language: 'en' },
        signal,
      );

  const evaluationStep = () =>
    new EvaluationStep({ evaluations: module.get(StepEvaluations), reports: module.get(EvaluationReports) });

  const run = (id: string, shutdown = signal) => module.get(EvaluationRunner).run(id, { attemptsLeft: 0, shutdown });

  async function measured(parameters: object, setId: string | null = null) {
    const service = module.get(EvaluationsService);
    const set = setId ?? (await upload(QUESTIONS)).setId;
    const { evaluationId } = await service.request(taskId, set, evaluationParametersSchema.parse(parameters));
    await run(evaluationId);
    const row = await service.get(taskId, evaluationId);
    const summary = row.summary as unknown as EvaluationSummary & { gate: { passed: boolean } | null };
    return { evaluationId, setId: set, row, summary, results: await service.page(taskId, evaluationId, {}, 100) };
  }

  it('measure each arm, leave leaks out, and name causes with remedies', async () => {
    const { row, summary, results } = await measured({ arms: ['schema', 'documents', 'pairs', 'context'] });
    expect(row.status).toBe('completed');
    const retrieved = module.get(RetrievedPairs, { strict: false });
    await retrieved.flush();
    expect([...((await retrieved.all()) ?? [])]).toEqual([pairId(PAIR.question)]);
    expect(summary.questions).toEqual({ total: 4, counted: 3, leaked: 1, unusable: 0, unanswerable: 1 });
    const found = results.map(({ questionId, status, note, retrieval, causes }) => ({
      questionId,
      status,
      note,
      sufficient: Object.fromEntries(Object.entries(retrieval).map(([arm, { sufficient }]) => [arm, sufficient])),
      causes: causes.map(({ code, what }) => [code, ...what]),
    }));
    expect(found).toEqual([
      {
        questionId: 'join',
        status: 'counted',
        note: null,
        sufficient: { schema: false, documents: true, pairs: true, context: expect.any(Boolean) },
        causes: [],
      },
      {
        questionId: 'absent',
        status: 'counted',
        note: null,
        sufficient: { schema: false, documents: false, pairs: false, context: false },
        causes: expect.arrayContaining([['table_not_retrieved', 'public.supplier']]),
      },
      { questionId: 'leak', status: 'leaked', note: expect.any(String), sufficient: {}, causes: [] },
      { questionId: 'none', status: 'counted', note: null, sufficient: {}, causes: [] },
    ]);
    expect(summary.arms.pairs).toMatchObject({ questions: 2, sufficiency: 0.5, joins: 1 });
    expect(summary.arms.schema).toMatchObject({ sufficiency: 0, all_tables: 0.5, joins: 0 });
  });

  it('compare the records of the store with another embedder, and keep to a budget', async () => {
    const { summary } = await measured({ arms: ['pairs'], embedder: 'built_in', budget: { max_questions: 2 } });
    expect(summary.questions.total).toBe(2);
  });

  it('measure the files of a task before they are loaded', async () => {
    const files = module.get(FileStore);
    await files.write(taskId, 'supplier.ddl', 'create table public.supplier (\n  id integer primary key\n);\n');
    const arms = ['schema', 'pairs'];
    const { row, summary, results } = await measured({ arms, phase: 'candidate' });
    expect([row.phase, summary.questions.leaked]).toEqual(['candidate', 0]);
    expect(results.filter(({ retrieval }) => retrieval.pairs?.sufficient).map(({ questionId }) => questionId)).toEqual([
      'absent',
    ]);
    await expect(measured({ arms: ['context'], phase: 'candidate' })).rejects.toMatchObject({
      code: 'evaluation_arm_unavailable',
    });
  });

  /** The events about evaluations of this task. */
  const toldBelow = () =>
    module.get(DataSource).query<{ payload: Record<string, unknown> }[]>(
      `SELECT payload FROM data_pipeline_notification_deliveries
        WHERE event = 'evaluation.below_threshold' AND payload ->> 'task_id' = $1`,
      [taskId],
    );

  it('tell whether a gate is passed, and subscribers where it is not', async () => {
    await measured({ arms: ['pairs'], gate: { min_context_sufficiency: 50 } });
    expect(await toldBelow()).toEqual([]);
    const { evaluationId, summary } = await measured({
      arms: ['pairs'],
      gate: { min_context_sufficiency: 50, min_all_tables: 51 },
    });
    const payload = { task_id: taskId, evaluation_id: evaluationId, measure: 'min_all_tables', score: '50 %' };
    expect(await toldBelow()).toMatchObject([{ payload: { ...payload, threshold: '51 %', arm: 'pairs' } }]);
    expect(summary.gate).toMatchObject({
      passed: false,
      checks: [
        { name: 'min_context_sufficiency', reached: 50, passed: true },
        { name: 'min_all_tables', reached: 50, passed: false },
      ],
    });
  });

  it('go on where a worker was killed, without asking a question twice', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({
      question: `How much freight has order ${index}?`,
      gold_sql: [`SELECT freight FROM orders WHERE id = ${index}`],
    }));
    const { setId } = await upload(many, false);
    const service = module.get(EvaluationsService);
    const parameters = evaluationParametersSchema.parse({ arms: ['pairs'] });
    const { evaluationId } = await service.request(taskId, setId, parameters);
    const search = jest.spyOn(module.get(StoreReader), 'search');
    const stop = new AbortController();
    const asked = new Map<string, number>();
    search.mockImplementation((question, stopped) => {
      asked.set(question.text, (asked.get(question.text) ?? 0) + 1);
      if (asked.size === 40) {
        stop.abort(new DomainError({ code: 'stopping', kind: 'unavailable', zh: '停', en: 'stop' } as const));
      }
      return realSearch(question, stopped);
    });
    expect(await run(evaluationId, stop.signal)).toMatchObject({ outcome: 'handed_back' });
    const saved = await service.page(taskId, evaluationId, {}, 100);
    expect(saved.length).toBe(25);
    asked.clear();
    expect(await run(evaluationId)).toMatchObject({ outcome: 'completed' });
    search.mockRestore();
    expect(asked.size).toBe(35);
    expect(saved.some(({ question }) => asked.has(question))).toBe(false);
    expect((await service.page(taskId, evaluationId, {}, 100)).length).toBe(60);
  });

  const realSearch = (...args: Parameters<StoreReader['search']>) =>
    StoreReader.prototype.search.apply(module.get(StoreReader), args);

  it('refuse a set whose statements do not run, write, or cost too much, with every line', async () => {
    const wrong = [
      { question: 'a', gold_sql: ['SELECT nothing FROM customer'] },
      { question: 'b', gold_sql: ['SELECT 1', 'DELETE FROM customer'] },
      { question: 'c', gold_sql: ['SELECT 1; SELECT 2'] },
      { question: 'd', gold_sql: ['SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e'] },
      { question: 'e', gold_sql: ['SELECT id FROM customer WHERE id = -1'] },
    ];
    const before = await module.get(QuestionSetsService).list({}, 1, 0);
    const error: unknown = await upload(wrong).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'question_set_invalid',
      details: { problem_count: 4, problems: [1, 2, 3, 4].map((line) => ({ line, code: 'sql_refused' })) },
    });
    expect((await module.get(QuestionSetsService).list({}, 1, 0)).total).toBe(before.total);
  });

  it('leave out a question whose table is gone', async () => {
    const { setId } = await upload([
      { question: 'How many categories?', gold_sql: ['SELECT count(*) FROM category'] },
      { question: 'How many customers per country?', gold_sql: ['SELECT country, count(*) FROM customer GROUP BY 1'] },
    ]);
    await module
      .get(DataSource)
      .query(
        `UPDATE data_pipeline_questions SET gold_sql = '["SELECT 1 FROM gone"]' WHERE set_id = $1 AND position = 0`,
        [setId],
      );
    const { results } = await measured({ arms: ['schema'] }, setId);
    expect(results.map(({ status, note }) => [status, note])).toEqual([
      ['unusable', '?.gone'],
      ['counted', null],
    ]);
  });

  it('are compared with one set only, and a set in use stays', async () => {
    const service = module.get(EvaluationsService);
    const first = await measured({ arms: ['schema'] });
    const second = await measured({ arms: ['schema'] }, first.setId);
    const other = await measured({ arms: ['schema'] }, (await upload(QUESTIONS.slice(1))).setId);
    await service.comparable(taskId, first.evaluationId, second.evaluationId);
    await expect(service.comparable(taskId, first.evaluationId, other.evaluationId)).rejects.toMatchObject({
      code: 'evaluations_not_comparable',
    });
    expect((await service.trend({ taskId, setId: first.setId })).map(({ evaluationId }) => evaluationId)).toEqual([
      first.evaluationId,
      second.evaluationId,
    ]);
    const waiting = await service.request(taskId, first.setId, evaluationParametersSchema.parse({ arms: ['schema'] }));
    const sets = module.get(QuestionSetsService);
    await expect(sets.remove(first.setId)).rejects.toMatchObject({ code: 'question_set_in_use' });
    expect(await service.cancel(taskId, waiting.evaluationId)).toEqual({ ended: true });
    expect(await sets.remove(first.setId)).toEqual({ evaluations: 3 });
    await expect(service.get(taskId, first.evaluationId)).rejects.toMatchObject({ code: 'evaluation_not_found' });
  });

  it('refuse what cannot be measured', async () => {
    const service = module.get(EvaluationsService);
    const request = (parameters: object, setId: string | null) =>
      service.request(taskId, setId, evaluationParametersSchema.parse(parameters));
    const { setId } = await upload(QUESTIONS);
    await module
      .get(DataSource)
      .query(`UPDATE data_pipeline_question_sets SET database_name = 'x' WHERE set_id = $1`, [setId]);
    const refused = (work: Promise<unknown>, code: string) => expect(work).rejects.toMatchObject({ code });
    await refused(request({ arms: ['pairs'] }, setId), 'question_set_of_other_database');
    await refused(request({ arms: ['pairs'] }, 'set_none'), 'question_set_not_found');
    await refused(request({ arms: ['pairs'] }, null), 'held_out_questions_missing');
    await refused(request({ arms: ['pairs'], level: 'answers' }, setId), 'evaluation_level_unavailable');
    await refused(request({ arms: ['context'], embedder: 'built_in' }, setId), 'evaluation_arm_unavailable');
    await refused(request({ arms: ['pairs', 'pairs_endpoint'] }, setId), 'evaluation_embedder_unavailable');
  });

  it('propose remedies from the open half alone, and write them as a person would', async () => {
    const remedies = module.get(RemediesService);
    const many = Array.from({ length: 12 }, (_, index) => ({
      question: `How many vendors number ${index} deliver?`,
      gold_sql: [`SELECT count(*) FROM supplier WHERE id = ${index}`],
    }));
    const { evaluationId, results } = await measured({ arms: ['pairs'] }, (await upload(many)).setId);
    const open = results.filter(({ half }) => half === 'open');
    expect(open.length).toBeGreaterThan(0);
    expect(open.length).toBeLessThan(12);
    const listed = await remedies.list(taskId, evaluationId);
    expect(listed[0]).toMatchObject({
      remedy: { kind: 'add_synonym', table: 'public.supplier', column: null },
      questions: open.length,
      isCheapest: true,
    });
    const pairs = listed.filter(({ remedy }) => remedy.kind === 'add_pair');
    expect(pairs.length).toBe(open.length);
    const ids = [listed[0]?.id ?? '', pairs[0]?.id ?? ''];
    const missing = remedies.apply(taskId, evaluationId, ids);
    await expect(missing).rejects.toMatchObject({ code: 'evaluation_model_missing' });
    const model =
      'version: 1\ndatasets:\n  - name: public.supplier\n    fields: []\nrelationships: []\ncomplete: true\n';
    await module.get(FileStore).write(taskId, SEMANTIC_MODEL_FILE, model);
    const applied = ids.map((id) => ({ id, outcome: 'applied' }));
    expect(await remedies.apply(taskId, evaluationId, ids)).toEqual(applied);
    const again = ids.map((id) => ({ id, outcome: 'present' }));
    expect(await remedies.apply(taskId, evaluationId, ids)).toEqual(again);
    expect(await module.get(FileStore).readText(taskId, SEMANTIC_MODEL_FILE)).toContain('synonyms');
    const written = await module.get(FileStore).readText(taskId, REMEDY_PAIRS_FILE);
    expect(JSON.parse(written)).toMatchObject([{ sql: expect.stringContaining('supplier'), source: 'uploaded' }]);
    await expect(remedies.apply(taskId, evaluationId, ['remedy_x'])).rejects.toMatchObject({
      code: 'evaluation_remedies_unknown',
    });
  });

  it('remedies that are applied help the half of the questions that was not looked at', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({
      question: `How many zorbles have number ${index}?`,
      gold_sql: [`SELECT count(*) FROM supplier WHERE id = ${index}`],
    }));
    const around = surroundings(shop.url, { language: 'en' });
    const context = { ...around.context };
    const input = { ...around.input, taskId };
    const files = module.get(FileStore);
    const own = await createTestDatabase('remedies_store');
    const reader = new StoreReader(own.url, createEmbedder(null));
    const search = jest
      .spyOn(module.get(StoreReader), 'search')
      .mockImplementation((...asked) => reader.search(...asked));
    const records = jest.spyOn(module.get(StoreReader), 'records').mockImplementation((stop) => reader.records(stop));
    const load = async () => {
      await new DdlGenerationStep({ chatModel: null }).run(input, context);
      const sinks = createTrainingSinks({ embedder: createEmbedder(null), vectorDatabaseUrl: own.url });
      await new TrainingLoadStep({ sinks }).run(input, context);
    };
    try {
      await load();
      await files.write(taskId, SEMANTIC_MODEL_FILE, around.files.get(SEMANTIC_MODEL_FILE) ?? '');
      const { setId } = await upload(many);
      const before = await measured({ arms: ['schema'], results: 1 }, setId);
      expect(before.summary.kept_half.schema?.sufficiency).toBe(0);
      const listed = await module.get(RemediesService).list(taskId, before.evaluationId);
      const cheapest = listed.filter(({ isCheapest }) => isCheapest);
      expect(cheapest).toMatchObject([{ remedy: { kind: 'add_synonym', table: 'public.supplier' } }]);
      expect(await module.get(RemediesService).apply(taskId, before.evaluationId, null)).toMatchObject([
        { outcome: 'applied' },
      ]);
      around.files.set(SEMANTIC_MODEL_FILE, await files.readText(taskId, SEMANTIC_MODEL_FILE));
      await load();
      const after = await measured({ arms: ['schema'], results: 1 }, setId);
      expect(after.summary.kept_half.schema).toMatchObject({ sufficiency: 1 });
    } finally {
      search.mockRestore();
      records.mockRestore();
      await reader.onApplicationShutdown();
      await own.drop();
    }
  });

  describe('in steps', () => {
    const HELD_OUT = {
      questions: [
        {
          question: 'Number of suppliers?',
          kind: 'held_out',
          tables: ['public.supplier'],
          sql: 'SELECT count(*) FROM supplier',
        },
        { question: 'Freight of Brazil?', kind: 'held_out', tables: ['public.orders'], sql: JOIN, other_values: true },
        { question: 'Without a statement?', kind: 'paraphrase', tables: ['public.orders'], pair: 'pair_gone' },
      ].map((question) => ({ language: 'en', pair: null, ...question })),
      unanswerable: [{ question: 'How many pilots fly?', language: 'en' }],
      pairs_without_intent: 0,
    };

    function stepOf(parameters: object = {}, executionId = `${taskId}_step_evaluation_exec_1`) {
      const around = surroundings(shop.url, { language: 'en', ...parameters });
      around.files.set(SELF_CHECK_QUESTIONS_FILE, JSON.stringify(HELD_OUT));
      return { ...around, input: { ...around.input, taskId, executionId } };
    }

    it('the step asks the questions that were kept back; twice gives the same', async () => {
      const step = evaluationStep();
      const { input, context, logged, files } = stepOf();
      const first = await step.run(input, context);
      expect(files.get(EVALUATION_REPORT_FILES.html)).toContain('<!doctype html>');
      expect(files.get(EVALUATION_REPORT_FILES.markdown)).toContain('# Evaluation of the training data');
      expect(JSON.parse(files.get(EVALUATION_REPORT_FILES.json) ?? '')).toMatchObject({
        evaluation: { evaluation_id: first.evaluation_id, task_id: taskId },
        arms: [{ arm: 'schema' }, { arm: 'documents', questions: 2 }, { arm: 'pairs' }, { arm: 'context' }],
        failures: { questions: 1, shown: [{ causes: [{ code: 'table_not_retrieved' }] }] },
      });
      expect(first).toMatchObject({
        questions: { total: 3, counted: 3, leaked: 0, unusable: 0, unanswerable: 1 },
        context_sufficiency: { schema: 0, documents: 0.5, pairs: 0.5, context: expect.any(Number) },
        causes: { table_not_retrieved: 1 },
      });
      expect(logged.join('\n')).toContain('measured 2 questions: 50 % find what they need (arm pairs)');
      const { duration: _, ...again } = await step.run(input, context);
      expect(first).toMatchObject(again);
      const { evaluations, total } = await module.get(EvaluationsService).list(taskId, {}, 10, 0);
      expect([total, evaluations[0]?.status, evaluations[0]?.executionId]).toEqual([1, 'completed', input.executionId]);
    });

    it('the sweep leaves the evaluation of a step to its execution', async () => {
      const { input, context } = stepOf();
      await evaluationStep().run(input, context);
      await module
        .get(DataSource)
        .query(`UPDATE data_pipeline_evaluations SET status = 'running', heartbeat_at = now() WHERE task_id = $1`, [
          taskId,
        ]);
      const abandoned = await module.get(EvaluationPolicy).table.abandoned(0);
      expect(abandoned.map(({ operation }) => operation.taskId)).not.toContain(taskId);
    });

    it('the gate stops a load that misses it, before anything is written, and lets another one go on', async () => {
      const gate = loadGate(module.get(StepEvaluations), createEmbedder(null));
      const records = async function* () {
        yield* RECORDS;
      };
      const strict = stepOf({ min_context_sufficiency: 51 }, `${taskId}_a`);
      await expect(gate(records, strict.input, strict.context)).rejects.toMatchObject({
        code: 'evaluation_gate_failed',
        params: { percent: 50, minimum: 51, questions: 2, evaluation_id: `${taskId}_a_candidate` },
      });
      // The step of a worker that died after the gate runs again.
      await expect(gate(records, strict.input, strict.context)).rejects.toBeInstanceOf(DomainError);
      expect(await toldBelow()).toMatchObject([
        { payload: { evaluation_id: `${taskId}_a_candidate`, phase: 'candidate', score: '50 %', threshold: '51 %' } },
      ]);
      const mild = stepOf({ min_context_sufficiency: 50 }, `${taskId}_b`);
      await gate(records, mild.input, mild.context);
      const none = stepOf({}, `${taskId}_c`);
      await gate(records, none.input, none.context);
      const { evaluations } = await module.get(EvaluationsService).list(taskId, {}, 10, 0);
      expect(evaluations.map(({ phase, status, arms }) => [phase, status, arms.length])).toEqual([
        ['candidate', 'completed', 3],
        ['candidate', 'completed', 3],
      ]);
    });

    it('a step without questions says what to do', async () => {
      const { input, context, files } = stepOf();
      files.clear();
      await expect(evaluationStep().run(input, context)).rejects.toMatchObject({ code: 'held_out_questions_missing' });
    });
  });
});
