import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { TestingModule } from '@nestjs/testing';
import pg from 'pg';
import {
  EvaluationRunner,
  EvaluationsService,
  evaluationParametersSchema,
  QuestionSetsService,
  type EvaluationSummary,
  type PlacedRecord,
} from '#libs/evaluation';
import { EvaluationReportModule, EvaluationReports } from '#libs/evaluation-report';
import { createEmbedder, NGRAM_MODEL } from '#libs/language-model';
import { taskParametersSchema } from '#libs/pipeline';
import { BUILT_IN_MODEL } from '#libs/retrieval';
import { TasksService } from '#libs/tasks';
import { CandidateRecordsModule } from '../../apps/worker/src/candidate-records.module.js';
import { loadStore, type StoreEntry } from '../harness/loaded-store.js';
import { MisbehavingServer } from '../harness/misbehaving-model-server.js';
import { SHOP_SQL } from '../harness/shop-database.js';
import { openTaskServices } from '../harness/task-services.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';
import { createTestInstallation, type TestInstallation } from '../harness/test-config.js';

const { signal } = new AbortController();
const RECORDS: readonly StoreEntry[] = [
  {
    collection: 'ddl',
    key: 'orders.ddl',
    document: 'create table public.orders (\n  id integer primary key,\n  customer_id integer,\n  freight numeric\n);',
  },
  {
    collection: 'ddl',
    key: 'supplier.ddl',
    document: 'create table public.supplier (\n  id integer primary key,\n  name text\n);',
  },
  { collection: 'sql', key: 'a', document: JSON.stringify({ question: 'Which freight?', sql: 'SELECT 1' }) },
];
/** Nothing but the endpoint knows that a zorble is a supplier. */
const QUESTION = { question: 'Which zorbles have orders with freight?', gold_sql: ['SELECT count(id) FROM supplier'] };
const ARMS = ['pairs', 'pairs_built_in', 'pairs_endpoint', 'pairs_ngram'] as const;

describe('embedders as arms', () => {
  const endpoint = new MisbehavingServer();
  let installation: TestInstallation;
  let shop: TestDatabase;
  let module: TestingModule;
  let taskId: string;

  beforeAll(async () => {
    await endpoint.start();
    endpoint.reply(({ body }) => ({
      status: 200,
      json: {
        data: (body['input'] as string[]).map((text, index) => ({
          index,
          embedding: /zorble|supplier/.test(text) ? [1, 0, 0] : [0, 1, 0],
        })),
      },
    }));
    shop = await createTestDatabase('embedder_arms_shop');
    const client = new pg.Client(shop.url);
    await client.connect();
    await client.query(SHOP_SQL);
    await client.end();
    installation = await createTestInstallation('embedder_arms', 'redis', {
      BUSINESS_DATABASE_URL: shop.url,
      EMBEDDING_BASE_URL: endpoint.baseUrl,
      EMBEDDING_MODEL: 'e5-zorble',
    });
    @Module({ imports: [EvaluationReportModule, CandidateRecordsModule.forRoot(installation.config)] })
    class Evaluated {}
    module = await openTaskServices(installation.config, { module: Evaluated });
    await loadStore(installation.config.vectorDatabaseUrl, createEmbedder(installation.config.embedding), RECORDS);
    const parameters = taskParametersSchema.parse({ language: 'en' });
    taskId = (await module.get(TasksService).create({ parameters, tables: ['*.*'] })).taskId;
  });

  afterAll(async () => {
    await module.close();
    await installation.remove();
    await shop.drop();
    await endpoint.stop();
  });

  async function measured(parameters: object) {
    const records = async function* (): AsyncGenerator<PlacedRecord> {
      yield { record: QUESTION, line: 1 };
    };
    const about = { name: 'mine', taskId, dbName: null, executeSql: true, createdBy: null, language: 'en' } as const;
    const { setId } = await module.get(QuestionSetsService).upload(records(), about, signal);
    const service = module.get(EvaluationsService);
    const { evaluationId } = await service.request(taskId, setId, evaluationParametersSchema.parse(parameters));
    await module.get(EvaluationRunner).run(evaluationId, { attemptsLeft: 0, shutdown: signal });
    const { summary } = await service.get(taskId, evaluationId);
    return { evaluationId, setId, summary: summary as unknown as EvaluationSummary };
  }

  it('find by their own vectors alone, and say whose these are', async () => {
    const { evaluationId, summary } = await measured({ arms: ARMS, results: 1 });
    const found = ARMS.map((arm) => [arm, summary.arms[arm]?.embedder, summary.arms[arm]?.sufficiency]);
    expect(found).toEqual([
      ['pairs', 'e5-zorble', 1],
      ['pairs_built_in', BUILT_IN_MODEL, 0],
      ['pairs_endpoint', 'e5-zorble', 1],
      ['pairs_ngram', NGRAM_MODEL, 0],
    ]);
    const { arms, differences } = await module.get(EvaluationReports).report(taskId, evaluationId);
    expect(arms.map(({ embedder }) => embedder)).toEqual(['e5-zorble', BUILT_IN_MODEL, 'e5-zorble', NGRAM_MODEL]);
    expect(differences.map(({ first, second, difference }) => [first, second, difference])).toEqual([
      ['pairs', 'pairs_built_in', -1],
      ['pairs', 'pairs_endpoint', 0],
      ['pairs', 'pairs_ngram', -1],
    ]);
  });

  it('are measured without an arm of the store too', async () => {
    const { summary } = await measured({ arms: ['pairs_ngram'], results: 1 });
    expect(Object.keys(summary.arms)).toEqual(['pairs_ngram']);
    expect(summary.causes).toEqual({ table_not_retrieved: 1, no_pair_with_skeleton: 1 });
  });

  it('are not told as a change of the data in the report of the next evaluation', async () => {
    const service = module.get(EvaluationsService);
    const ofStore = await measured({ arms: ['pairs'], results: 1 });
    const parameters = evaluationParametersSchema.parse({ arms: ['pairs'], results: 1, embedder: 'built_in' });
    const { evaluationId } = await service.request(taskId, ofStore.setId, parameters);
    await module.get(EvaluationRunner).run(evaluationId, { attemptsLeft: 0, shutdown: signal });
    const { since, trend } = await module.get(EvaluationReports).report(taskId, evaluationId);
    expect([since?.evaluation.evaluation_id, since?.differences]).toEqual([ofStore.evaluationId, []]);
    expect(trend.map(({ arms }) => Object.keys(arms))).toEqual([[], ['pairs']]);
  });
});
