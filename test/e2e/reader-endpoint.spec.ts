import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createEmbedder } from '#libs/language-model';
import { loadStore } from '../harness/loaded-store.js';
import {
  errorReply,
  MisbehavingServer,
  type ReceivedRequest,
  type Reply,
} from '../harness/misbehaving-model-server.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';
import { onDatabase } from '../harness/test-database.js';

jest.setTimeout(300_000);

const MODEL = 'endpoint';
const TABLES = [
  'langchain_pg_collection',
  'langchain_pg_embedding',
  'data_pipeline_lexical_record',
  'data_pipeline_lexical_term',
];

const inputsOf = ({ body }: ReceivedRequest): string[] => body['input'] as string[];

function vectors(texts: readonly string[], dimensions = 3): Reply {
  const data = texts.map((text, index) => ({
    index,
    embedding: Array.from({ length: dimensions }, (_value, place) => text.length + place),
  }));
  return { status: 200, json: { data } };
}

/** What the server does with a request, by a word in its texts, so that all requests can go on at the same time. */
const REPLIES: Readonly<Record<string, (texts: string[]) => Reply>> = {
  late: () => 'silence',
  stalled: () => 'stall',
  cut: () => 'break off',
  page: () => 'web page',
  broken: () => errorReply(500, 'no'),
  unauthorized: () => errorReply(401, 'no such key'),
  short: (texts) => vectors(texts.slice(1)),
  wider: (texts) => vectors(texts, 5),
};

describe('a store whose embeddings server misbehaves when readers ask', () => {
  const server = new MisbehavingServer();
  let services: SampleServices;
  let service: TestService;

  beforeAll(async () => {
    services = await createSampleServices('reader_endpoint');
    await server.start();
    server.reply((request) => {
      const texts = inputsOf(request);
      const word = Object.keys(REPLIES).find((name) => texts.some((text) => text.includes(name)));
      return (word === undefined ? vectors : REPLIES[word]!)(texts);
    });
    const embedder = createEmbedder({ baseUrl: server.baseUrl, apiKey: 'k', model: MODEL });
    await loadStore(services.vectorUrl, embedder, [
      { collection: 'ddl', key: 'orders.ddl', document: 'create table public.orders (id integer, total numeric)' },
      { collection: 'documentation', key: 'orders_detail.md', document: '## orders\nEach row is an order.' },
      {
        collection: 'sql',
        key: 'q',
        document: '{"question": "How many orders?", "sql": "SELECT count(*) FROM orders"}',
      },
    ]);
    const endpoint = { EMBEDDING_BASE_URL: server.baseUrl, EMBEDDING_API_KEY: 'k', EMBEDDING_MODEL: MODEL };
    const limits = { EMBEDDING_TIMEOUT_SECONDS: '1', EMBEDDING_BATCH_SIZE: '2' };
    service = await startService({ ...services.variables, ...endpoint, ...limits }, 0);
  });

  afterAll(async () => {
    await service?.stop();
    await Promise.all([server.stop(), services?.remove()]);
  });

  const routes = (text: string): [path: string, body: object][] => [
    ['/api/v0/data_pipeline/search', { question: text }],
    ['/api/v0/data_pipeline/context', { question: text }],
    ['/v1/embeddings', { model: MODEL, input: ['orders', 'total', text] }],
  ];
  /** What each route answers; of an answer that is no error, the status alone. */
  const askAll = (text: string, language = 'en') =>
    Promise.all(
      routes(text).map(async ([path, body]) => {
        const response = await fetch(`${service.client.origin}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'accept-language': language },
          body: JSON.stringify(body),
        });
        const { message, error } = (await response.json()) as { message?: string; error?: { message: string } };
        return { status: response.status, ...(response.ok ? {} : { message: error?.message ?? message }) };
      }),
    );
  const alike = <T>(answer: T): T[] => [answer, answer, answer];

  /** Every row of the store. */
  const stored = () =>
    onDatabase(services.vectorUrl, async (client) => {
      const rows: unknown[] = [];
      for (const table of TABLES) {
        rows.push((await client.query(`SELECT t::text FROM ${table} t ORDER BY 1`)).rows);
      }
      return rows;
    });

  it('tells each reader what is wrong, writes nothing, and answers other questions meanwhile and afterwards', async () => {
    const before = await stored();
    const words = Object.keys(REPLIES);
    const asked = Promise.all(words.map((word) => askAll(`the ${word} orders`)));
    // More readers wait for the server now than there are connections to the store.
    expect(await askAll('orders')).toEqual(alike({ status: 200 }));
    const answers = await asked;
    const expected: Record<string, [status: number, message: RegExp]> = {
      late: [503, /did not answer text number \d .* within 1 s .* EMBEDDING_TIMEOUT_SECONDS/],
      stalled: [503, /did not answer text number \d .* within 1 s .* EMBEDDING_TIMEOUT_SECONDS/],
      cut: [503, /not available \(tried 5 times\): Connection error/],
      page: [503, /gives no vectors at present: .* is not JSON: <html>/],
      broken: [503, /not available \(tried 5 times\): 500 no/],
      unauthorized: [503, /gives no vectors at present: .*\(HTTP 401\)/],
      short: [503, /gives no vectors at present: .* vectors came back/],
      wider: [409, /made by endpoint \(3\).* is endpoint \(5\).*reembed: true/],
    };
    for (const [at, word] of words.entries()) {
      const [status, message] = expected[word]!;
      if (word === 'wider') {
        // The other batch of /v1/embeddings has the length of the store: the length has changed in the middle.
        const middle = { status: 503, message: expect.stringMatching(/vectors of \d dimensions instead of \d/) };
        expect(answers[at]?.pop()).toEqual(middle);
      }
      expect(answers[at]).toEqual((answers[at] ?? []).map(() => ({ status, message: expect.stringMatching(message) })));
    }
    expect(await stored()).toEqual(before);
    for (const language of ['zh', 'en']) {
      expect(await askAll('订单 orders', language)).toEqual(alike({ status: 200 }));
    }
  });

  it('answers again after vectors of another length, also where nothing else was asked before', async () => {
    const fresh = await startService(
      { ...services.variables, EMBEDDING_BASE_URL: server.baseUrl, EMBEDDING_API_KEY: 'k', EMBEDDING_MODEL: MODEL },
      0,
    );
    const before = service;
    service = fresh;
    try {
      const [search] = await askAll('wider');
      expect(search?.status).toBe(409);
      expect(await askAll('orders')).toEqual(alike({ status: 200 }));
    } finally {
      service = before;
      await fresh.stop();
    }
  });

  it('explains in Chinese, too', async () => {
    const [search, context, embeddings] = await askAll('page', 'zh');
    for (const answer of [search, context, embeddings]) {
      expect(answer).toEqual({ status: 503, message: expect.stringMatching(/^向量服务目前无法为文本生成向量：/) });
    }
  });
});
