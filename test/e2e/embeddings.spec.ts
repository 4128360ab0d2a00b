import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmbedder, NgramEmbedder, type Embedder } from '#libs/language-model';
import { loadStore, type StoreEntry } from '../harness/loaded-store.js';
import { MisbehavingServer } from '../harness/misbehaving-model-server.js';
import { openApiConformance, type CheckAnswer } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';
import { createTestDatabase, type TestDatabase } from '../harness/test-database.js';

const MODEL = 'built-in-zh-en-v1-768';
const ENTRIES: readonly StoreEntry[] = [
  { collection: 'ddl', key: 'orders.ddl', document: 'create table public.orders (id integer, total numeric)' },
];
const KEY = 'the-key-of-a-reader';

interface EmbeddingAnswer {
  readonly data: readonly { readonly index: number; readonly embedding: number[] | string }[];
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly total_tokens: number };
}
interface OpenAiError {
  readonly error: {
    readonly message: string;
    readonly type: string;
    readonly param: string | null;
    readonly code: string;
  };
}

describe('the embeddings of a store for its readers', () => {
  let services: SampleServices;
  let service: TestService;
  let check: CheckAnswer;

  beforeAll(async () => {
    services = await createSampleServices('embeddings');
    await loadStore(services.vectorUrl, createEmbedder(null), ENTRIES);
    service = await startService({ ...services.variables, API_KEYS: KEY }, 0);
    check = await openApiConformance();
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  const asked = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${service.client.origin}${path}`, {
      method,
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const contentType = response.headers.get('content-type') ?? '';
    expect(check(method, path, { status: response.status, contentType, body: text })).toEqual([]);
    return { status: response.status, body: JSON.parse(text) as T };
  };
  const embed = <T = EmbeddingAnswer>(body: unknown, headers?: Record<string, string>) =>
    asked<T>('POST', '/v1/embeddings', body, headers);

  it('are those of the embedder that made it, for one text and for many', async () => {
    const texts = ['每个客户的订单总额', 'total of orders 按客户 by customer', '  spaces  '];
    const vectors = await createEmbedder(null).embed(texts, { purpose: 'query', signal: new AbortController().signal });
    const { status, body } = await embed({ model: MODEL, input: texts });
    expect(status).toBe(200);
    expect(body.data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(body.data.map(({ embedding }) => embedding)).toEqual(vectors.map((vector) => [...vector]));
    expect(body.usage.total_tokens).toBeGreaterThan(10);
    const one = await embed({ model: `${MODEL}:document`, input: texts[0] });
    expect(one.body).toMatchObject({ model: `${MODEL}:document`, data: [{ embedding: body.data[0]?.embedding }] });
  });

  it('come as base64 of float32 when asked, as the client of OpenAI asks by default', async () => {
    const input = ['a', '表'];
    const floats = await embed({ model: MODEL, input, dimensions: 768, user: 'x' });
    const { body } = await embed({ model: MODEL, input, encoding_format: 'base64' });
    const read = body.data.map(({ embedding }) => {
      const bytes = Buffer.from(String(embedding), 'base64');
      return Array.from({ length: bytes.length / 4 }, (_, place) => bytes.readFloatLE(place * 4));
    });
    expect(read).toEqual(floats.body.data.map(({ embedding }) => embedding));
  });

  it('are made of texts of 100 KB, and of many texts', async () => {
    const long = 'orders 订单 '.repeat(11_000).slice(0, 102_400);
    const { status, body } = await embed({ model: MODEL, input: [long, ...Array.from({ length: 2_047 }, () => 'x')] });
    expect([status, body.data.length]).toEqual([200, 2_048]);
  });

  it.each(['orders of customers ', '客户的订单明细'])(
    'are made of the batches of LangChain: 1,000 texts of %j',
    async (text) => {
      const input = Array.from({ length: 1_000 }, (_, index) => `${index} ${text.repeat(200)}`.slice(0, 2_000));
      const { status, body } = await embed({ model: MODEL, input, encoding_format: 'base64' });
      expect([status, body.data.length]).toEqual([200, 1_000]);
    },
  );

  it('have models with a name for each side', async () => {
    const { body } = await asked<{ data: { id: string }[] }>('GET', '/v1/models');
    expect(body.data.map(({ id }) => id)).toEqual([MODEL, `${MODEL}:query`, `${MODEL}:document`]);
    for (const { id } of body.data) {
      const one = await asked<{ id: string }>('GET', `/v1/models/${id}`);
      expect([one.status, one.body.id]).toEqual([200, id]);
    }
    const other = await asked<OpenAiError>('GET', '/v1/models/text-embedding-3-small');
    expect([other.status, other.body.error.code]).toEqual([404, 'reader_model_differs']);
  });

  it.each([
    ['tokens', { model: MODEL, input: [[1, 2]] }, 400, 'input', /check_embedding_ctx_length=False/],
    ['tokens of one text', { model: MODEL, input: [15_339] }, 400, 'input', /token/],
    ['an empty text', { model: MODEL, input: '' }, 400, 'input', /200000/],
    ['a blank text among others', { model: MODEL, input: ['a', ' \n'] }, 400, 'input', /input\.1/],
    ['no text', { model: MODEL, input: [] }, 400, 'input', /2048/],
    ['too many texts', { model: MODEL, input: Array.from({ length: 2_049 }, () => 'x') }, 400, 'input', /2048/],
    ['a text that is too long', { model: MODEL, input: 'x'.repeat(200_001) }, 400, 'input', /200000/],
    [
      'a body that is too large',
      { model: MODEL, input: Array.from({ length: 43 }, () => 'x'.repeat(199_000)) },
      413,
      null,
      /\d/,
    ],
    ['other dimensions', { model: MODEL, input: 'a', dimensions: 384 }, 400, null, /768.*384/],
    ['another model', { model: 'all-MiniLM-L6-v2', input: 'a' }, 404, null, /all-MiniLM-L6-v2.*built-in-zh-en-v1-768/],
    ['another format', { model: MODEL, input: 'a', encoding_format: 'binary' }, 400, 'encoding_format', /base64/],
    ['an unknown field', { model: MODEL, input: 'a', truncate: true }, 400, 'truncate', /model/],
    ['no JSON', '{', 400, null, /JSON/],
  ])('are refused for %s, in the form of OpenAI', async (_, body, status, param, message) => {
    for (const language of ['zh', 'en']) {
      const answer = await embed<OpenAiError>(body, { 'accept-language': language });
      expect(answer.status).toBe(status);
      expect(answer.body.error).toEqual({
        message: expect.stringMatching(message),
        type: 'invalid_request_error',
        param,
        code: expect.any(String),
      });
    }
  });

  it('need a key, in either header', async () => {
    const refused = await embed<OpenAiError>({ model: MODEL, input: 'a' }, { authorization: 'Bearer x' });
    expect(refused).toMatchObject({ status: 401, body: { error: { type: 'authentication_error' } } });
    const headers = { authorization: '', 'x-api-key': KEY };
    expect((await embed({ model: MODEL, input: 'a' }, headers)).status).toBe(200);
    const unknown = await fetch(`${service.client.origin}/v1/completions`, { headers: { 'x-api-key': KEY } });
    expect([unknown.status, await unknown.json()]).toEqual([404, { error: expect.objectContaining({ param: null }) }]);
  });
});

describe('the embeddings of other stores', () => {
  const server = new MisbehavingServer();
  let services: SampleServices;
  const made: TestDatabase[] = [];

  beforeAll(async () => {
    services = await createSampleServices('embeddings_other');
    await server.start();
  });

  afterAll(async () => {
    await Promise.all([server.stop(), services?.remove(), ...made.map((database) => database.drop())]);
  });

  const withService = async (
    embedder: Embedder | null,
    variables: Record<string, string>,
    work: (ask: (model: string) => Promise<{ status: number; body: unknown }>) => Promise<void>,
  ) => {
    const database = await createTestDatabase('embeddings_store');
    made.push(database);
    if (embedder !== null) {
      await loadStore(database.url, embedder, ENTRIES);
    }
    const service = await startService({ ...services.variables, VECTOR_DATABASE_URL: database.url, ...variables }, 0);
    try {
      await work(async (model) => {
        const response = await fetch(`${service.client.origin}/v1/embeddings`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'accept-language': 'en' },
          body: JSON.stringify({ model, input: ['a', 'b'] }),
        });
        return { status: response.status, body: await response.json() };
      });
    } finally {
      await service.stop();
    }
  };

  it('of the former built-in embedder are made by that one, and those of today are refused', async () => {
    await withService(new NgramEmbedder(), {}, async (ask) => {
      const { body, status } = await ask('offline-char-ngram-384-v1');
      expect([status, (body as EmbeddingAnswer).data[0]?.embedding.length]).toEqual([200, 384]);
      expect(await ask(MODEL)).toMatchObject({ status: 404, body: { error: { code: 'reader_model_differs' } } });
    });
  });

  it('of an endpoint come from the endpoint; an empty store takes the configured one', async () => {
    server.reply(({ body }) => ({
      status: 200,
      json: { data: (body['input'] as string[]).map((_, index) => ({ index, embedding: [3, 4] })) },
    }));
    const variables = {
      EMBEDDING_BASE_URL: server.baseUrl,
      EMBEDDING_MODEL: 'bge-m3:latest',
      EMBEDDING_API_KEY: 'k',
      EMBEDDING_QUERY_PREFIX: 'query: ',
      EMBEDDING_DOCUMENT_PREFIX: 'passage: ',
    };
    await withService(null, variables, async (ask) => {
      for (const model of ['bge-m3:latest', 'bge-m3:latest:query', 'bge-m3:latest:document']) {
        const { status, body } = await ask(model);
        expect([status, (body as EmbeddingAnswer).data.length]).toEqual([200, 2]);
      }
      const sent = server.requests.map(({ body }) => (body['input'] as string[])[0]);
      expect(sent).toEqual(['query: a', 'query: a', 'passage: a']);
      expect((await ask('bge-m3')).status).toBe(404);
      server.reply(() => ({ status: 500, json: {} }));
      expect(await ask('bge-m3:latest')).toMatchObject({ status: 503, body: { error: { type: 'server_error' } } });
    });
  });

  it('of another embedder than the configured one are refused with both names', async () => {
    const variables = { EMBEDDING_BASE_URL: server.baseUrl, EMBEDDING_MODEL: 'bge-m3', EMBEDDING_API_KEY: 'k' };
    await withService(createEmbedder(null), variables, async (ask) => {
      for (const model of ['bge-m3', MODEL]) {
        const { status, body } = await ask(model);
        expect([status, (body as OpenAiError).error.message]).toEqual([
          409,
          expect.stringMatching(/built-in-zh-en-v1-768 \(768\).*bge-m3.*reembed: true/),
        ]);
      }
    });
  });
});
