import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { render, type Message } from '#libs/language';
import { createEmbedder, type Embedder } from '#libs/language-model';
import { taskParametersSchema } from '#libs/pipeline';
import type { StepResult } from '#libs/steps/step';
import { ensureVectorTables, withVectorDatabase } from '#libs/vector-store';
import { MemoryFiles } from '../../../../test/harness/memory-files.js';
import {
  errorReply,
  MisbehavingServer,
  type ReceivedRequest,
  type Reply,
} from '../../../../test/harness/misbehaving-model-server.js';
import { openBusinessDatabase } from '../../../../test/harness/step-surroundings.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/test-database.js';
import { TrainingLoadStep } from './training-load.step.js';
import { createTrainingSinks } from './training-sinks.js';

const server = new MisbehavingServer();
const { signal } = new AbortController();
const TIMEOUT_MS = 300;

const inputsOf = ({ body }: ReceivedRequest): string[] => body['input'] as string[];

function answer(request: ReceivedRequest, dimensions = 3): Reply {
  const data = inputsOf(request).map((text, index) => ({
    index,
    embedding: Array.from({ length: dimensions }, (_value, place) => text.length + place),
  }));
  return { status: 200, json: { data } };
}

function ddlFiles(prefix: string, count: number): MemoryFiles {
  return new MemoryFiles(
    new Map(
      Array.from({ length: count }, (_value, index) => [
        `${prefix}_${index}.ddl`,
        `create table ${prefix}_${index} (id bigint);`,
      ]),
    ),
  );
}

describe('training_load with an embeddings endpoint that misbehaves', () => {
  let database: TestDatabase;
  /** One for all loads, as a worker has it. */
  let embedder: Embedder;

  const load = (files: MemoryFiles, log: string[] = []): Promise<StepResult> => {
    const line = (_component: string, message: Message) => void log.push(render(message, 'en'));
    return new TrainingLoadStep({ sinks: createTrainingSinks({ embedder, vectorDatabaseUrl: database.url }) }).run(
      {
        taskId: 'task_20260102_030405',
        executionId: 'execution',
        startedAt: new Date(),
        timeZone: 'UTC',
        parameters: taskParametersSchema.parse({ business_context: 'shop', language: 'en', training_sinks: ['vanna'] }),
        tables: [],
      },
      {
        signal,
        log: { debug: line, info: line, warn: line, error: line },
        progress: () => undefined,
        files,
        database: openBusinessDatabase('postgres://reader:secret@db/shop'),
      },
    );
  };

  /** Every row of the store, with its vector. */
  const stored = (): Promise<unknown[]> =>
    withVectorDatabase(database.url, signal, async (client) => {
      await ensureVectorTables(client);
      const { rows } = await client.query(
        'SELECT e.*, c.cmetadata AS collection FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id ORDER BY e.id',
      );
      return rows as unknown[];
    });

  beforeAll(async () => {
    database = await createTestDatabase('misbehaving');
    await server.start();
    embedder = createEmbedder({
      baseUrl: server.baseUrl,
      apiKey: 'k',
      model: 'endpoint',
      timeoutMs: TIMEOUT_MS,
      batchSize: 8,
      maxAttempts: 2,
      firstRetryMs: 1,
    });
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });
  beforeEach(async () => {
    server.reply((request) => answer(request));
    await load(ddlFiles('old', 2));
  });

  /** The first text tells the dimension; what follows comes in batches. */
  const afterTheFirst =
    (reply: (request: ReceivedRequest) => Reply) =>
    (request: ReceivedRequest, count: number): Reply =>
      count === 1 ? answer(request) : reply(request);

  it.each<[string, (request: ReceivedRequest) => Reply, string]>([
    ['answers with a web page', () => 'web page', 'embedding_answer_invalid'],
    ['cuts every answer', () => 'break off', 'model_unavailable'],
    ['hangs up', () => 'hang up', 'model_unavailable'],
    ['is never in time', () => 'silence', 'embedding_timed_out'],
    ['stops in the middle of an answer', () => 'stall', 'embedding_timed_out'],
    ['changes its dimension', (request) => answer(request, 5), 'embedding_dimension_differs'],
    [
      'loses a vector',
      (request) => answer({ ...request, body: { input: inputsOf(request).slice(1) } }),
      'embedding_answer_invalid',
    ],
    [
      'writes NaN',
      () => ({ status: 200, json: null, text: '{"data": [{"index": 0, "embedding": [NaN, 1, 2]}]}' }),
      'embedding_answer_invalid',
    ],
    [
      'numbers its vectors wrongly',
      (request) => ({
        status: 200,
        json: { data: inputsOf(request).map(() => ({ index: 3, embedding: [1, 2, 3] })) },
      }),
      'embedding_answer_invalid',
    ],
    [
      'breaks',
      () => ({ ...(errorReply(500, 'no') as object), reasonPhrase: '服务错误' }) as Reply,
      'model_unavailable',
    ],
  ])('leaves the store as it was when the endpoint %s', async (_name, reply, code) => {
    const before = await stored();
    server.reply(afterTheFirst(reply));
    await expect(load(ddlFiles('new', 20))).rejects.toMatchObject({ code });
    expect(await stored()).toEqual(before);
    server.reply((request) => answer(request));
    await expect(load(ddlFiles('new', 20))).resolves.toMatchObject({ inserted: 20 });
    await withVectorDatabase(database.url, signal, (client) => client.query('TRUNCATE langchain_pg_embedding'));
  });

  it.each([
    ['vectors of another length', (request: ReceivedRequest) => answer(request, 5), 'vector_dimension_differs'],
    ['shorter vectors', (request: ReceivedRequest) => answer(request, 2), 'vector_dimension_differs'],
  ])('loads again at once from an endpoint that has given %s to a whole load', async (_name, reply, code) => {
    const before = await stored();
    server.reply(reply);
    await expect(load(ddlFiles('new', 2))).rejects.toMatchObject({ code });
    expect(await stored()).toEqual(before);
    server.reply((request) => answer(request));
    await expect(load(ddlFiles('new', 2))).resolves.toMatchObject({ inserted: 2 });
    await withVectorDatabase(database.url, signal, (client) => client.query('TRUNCATE langchain_pg_embedding'));
  });

  it('loads everything from an endpoint that is slow with many texts, and writes so into the log', async () => {
    server.reply((request) => (inputsOf(request).length > 2 ? 'silence' : answer(request)));
    const log: string[] = [];
    await expect(load(ddlFiles('slow', 20), log)).resolves.toMatchObject({ inserted: 20 });
    expect(log).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/8 texts at once \(timed out\); they are sent again, 4 at a time/),
        expect.stringMatching(/^embedding: \d+ of 20 records are ready$/),
      ]),
    );
  });
});
