import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EmbedNotice, TextEmbedder } from './embedder-contract.js';
import {
  errorReply,
  MisbehavingServer,
  type ReceivedRequest,
  type Reply,
} from '../../../test/harness/misbehaving-model-server.js';
import { OpenAiEmbedder, type TextEmbedderOptions } from './openai-embedder.js';

const server = new MisbehavingServer();
const { signal } = new AbortController();

function embedder(options: Partial<TextEmbedderOptions> = {}): TextEmbedder {
  return new OpenAiEmbedder({ baseUrl: server.baseUrl, apiKey: 'k', model: 'test-embed', firstRetryMs: 1, ...options });
}

function inputs(request: ReceivedRequest): string[] {
  return request.body['input'] as string[];
}

/** The number in the text, as the direction of a vector of three dimensions, in reverse order. */
function vectorsOf(request: ReceivedRequest): { index: number; embedding: number[] }[] {
  return inputs(request)
    .map((text, index) => ({ index, embedding: [3, 4, Number(text)] }))
    .toReversed();
}

const answerVectors = (request: ReceivedRequest): Reply => ({ status: 200, json: { data: vectorsOf(request) } });
const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index));

beforeAll(() => server.start());
afterAll(() => server.stop());

describe('the embedder of an endpoint', () => {
  it('reads answers and refusals with a reason phrase outside Latin-1', async () => {
    server.reply((request) => ({ status: 200, json: { data: vectorsOf(request) }, reasonPhrase: '成功' }));
    await expect(embedder().embed(numbered(2), { signal })).resolves.toHaveLength(2);
    server.replyInTurn({ status: 401, json: { error: { message: 'no' } }, reasonPhrase: '未授权' });
    await expect(embedder().embed(numbered(2), { signal })).rejects.toMatchObject({ params: { status: 401 } });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [500, '服务错误'],
    [503, '服务暂不可用'],
  ])('says that the server answered %d, whatever the script of its reason phrase', async (status, reasonPhrase) => {
    server.reply(() => ({ status, json: { error: { message: 'GPU lost' } }, reasonPhrase }));
    await expect(embedder({ maxAttempts: 2 }).embed(['1'], { signal })).rejects.toMatchObject({
      code: 'model_unavailable',
      params: { attempts: 2, reason: `${status} GPU lost` },
    });
    expect(server.requests).toHaveLength(2);
  });

  it('sends batches and returns unit vectors in the order of the texts', async () => {
    server.reply(answerVectors);
    const vectors = await embedder({ batchSize: 4 }).embed(numbered(10), { signal });
    expect(server.requests.map((request) => inputs(request).length).toSorted()).toEqual([2, 4, 4]);
    expect(vectors).toHaveLength(10);
    vectors.forEach((vector, index) => {
      expect(Math.hypot(...vector)).toBeCloseTo(1, 6);
      expect(((vector[2] ?? 0) / (vector[0] ?? 1)) * 3).toBeCloseTo(index, 4);
    });
  });

  it('halves a batch that the endpoint finds too big, and remembers the size', async () => {
    server.reply((request) =>
      inputs(request).length > 10
        ? errorReply(400, 'batch size is invalid, not larger than 10')
        : answerVectors(request),
    );
    const tested = embedder({ batchSize: 40, concurrency: 1 });
    await expect(tested.embed(numbered(40), { signal })).resolves.toHaveLength(40);
    server.requests.length = 0;
    await expect(tested.embed(numbered(40), { signal })).resolves.toHaveLength(40);
    expect(server.requests.map((request) => inputs(request).length)).toEqual([10, 10, 10, 10]);
  });

  it('knows its dimensions after the first answer', async () => {
    server.reply(answerVectors);
    const tested = embedder();
    expect(tested.dimensions).toBeNull();
    await tested.embed(['1'], { signal });
    expect(tested.dimensions).toBe(3);
  });

  it('asks for the configured dimensions and refuses others', async () => {
    server.reply(answerVectors);
    await expect(embedder({ dimensions: 4 }).embed(['1'], { signal })).rejects.toMatchObject({
      code: 'embedding_dimension_differs',
      params: { actual: 3, expected: 4 },
    });
    expect(server.requests[0]?.body).toMatchObject({ dimensions: 4, encoding_format: 'float' });
  });

  it('refuses a dimension that changes between two answers', async () => {
    server.reply((_request, count) => ({
      status: 200,
      json: { data: [{ index: 0, embedding: count === 1 ? [1, 2] : [1, 2, 3] }] },
    }));
    const tested = embedder();
    await tested.embed(['1'], { signal });
    await expect(tested.embed(['1'], { signal })).rejects.toMatchObject({ code: 'embedding_dimension_differs' });
  });

  it('takes the endpoint as it is again after a dimension that changed', async () => {
    server.reply((_request, count) => ({
      status: 200,
      json: { data: [{ index: 0, embedding: count === 1 ? [1, 2] : [1, 2, 3] }] },
    }));
    const tested = embedder();
    await tested.embed(['1'], { signal });
    await tested.embed(['1'], { signal }).catch(() => undefined);
    expect((await tested.embed(['1'], { signal }))[0]).toHaveLength(3);
  });

  it('halves a batch that is not answered in time, and embeds every text', async () => {
    server.reply((request) => (inputs(request).length > 2 ? 'silence' : answerVectors(request)));
    const notices: EmbedNotice[] = [];
    const options = { signal, notice: (notice: EmbedNotice) => void notices.push(notice) };
    const vectors = await embedder({ batchSize: 8, concurrency: 1, timeoutMs: 100 }).embed(numbered(12), options);
    expect(vectors.map((vector) => Math.round(((vector[2] ?? 0) / (vector[0] ?? 1)) * 3))).toEqual(
      numbered(12).map(Number),
    );
    // The rest of the call is sent in parts that the server has answered in time.
    expect(server.requests.map((request) => inputs(request).length)).toEqual([8, 4, 2, 2, 4, 2, 2, 2, 2]);
    expect(notices[0]).toEqual({ kind: 'halved', texts: 8, size: 4, reason: 'timed out' });
  });

  it.each([408, 504, 524])('takes HTTP %d, a timeout of a gateway, for a timeout', async (status) => {
    server.reply((request) => (inputs(request).length > 1 ? errorReply(status, 'late') : answerVectors(request)));
    await expect(embedder().embed(numbered(3), { signal })).resolves.toHaveLength(3);
  });

  it('keeps a size that was answered in time for the next calls, and tries the full one again after a while', async () => {
    const answersUpTo = (size: number) => (request: ReceivedRequest) =>
      inputs(request).length > size ? errorReply(504, 'late') : answerVectors(request);
    const sizes = () => server.requests.splice(0).map((request) => inputs(request).length);
    server.reply(answersUpTo(2));
    const tested = embedder({ batchSize: 4, concurrency: 1 });
    await tested.embed(numbered(4), { signal });
    expect(sizes()).toEqual([4, 2, 2]);
    await tested.embed(numbered(8), { signal });
    expect(sizes()).toEqual([2, 2, 2, 2]);
    server.reply(answersUpTo(4));
    await tested.embed(numbered(28), { signal });
    expect(sizes()).toEqual([...new Array<number>(10).fill(2), 4, 4]);
  });

  it('never tries a size again that the endpoint refused', async () => {
    server.reply((request) => (inputs(request).length > 2 ? errorReply(413, 'too big') : answerVectors(request)));
    const tested = embedder({ batchSize: 4, concurrency: 1 });
    await tested.embed(numbered(100), { signal });
    expect(server.requests.filter((request) => inputs(request).length > 2)).toHaveLength(1);
  });

  it('never has more requests under way than allowed, over all embedders of the process', async () => {
    let [underWay, most] = [0, 0];
    server.reply(async (request) => {
      most = Math.max(most, ++underWay);
      await sleep(20);
      underWay--;
      return answerVectors(request);
    });
    const options = { batchSize: 2, concurrency: 3 };
    const [shared, other] = [embedder(options), embedder(options)];
    const calls = [shared, shared, other, embedder(options)].map((one) => one.embed(numbered(12), { signal }));
    expect((await Promise.all(calls)).map(({ length }) => length)).toEqual([12, 12, 12, 12]);
    expect(most).toBe(3);
  });

  it('ends at once when it is aborted while others have all turns', async () => {
    const held = Promise.withResolvers<void>();
    server.reply(async (request) => {
      await held.promise;
      return answerVectors(request);
    });
    const first = embedder({ concurrency: 1 }).embed(['1'], { signal });
    const abort = new AbortController();
    const second = embedder({ concurrency: 1 }).embed(['2'], { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    held.resolve();
    await expect(first).resolves.toHaveLength(1);
  });

  it('names the text that is not answered in time even alone', async () => {
    server.reply((request) => (inputs(request).includes('1') ? 'silence' : answerVectors(request)));
    const tested = embedder({ timeoutMs: 50, maxAttempts: 2, batchSize: 2 });
    await expect(tested.embed(numbered(2), { signal })).rejects.toMatchObject({
      code: 'embedding_timed_out',
      kind: 'unavailable',
      params: { position: 2, seconds: 0.05, attempts: 2 },
    });
  });

  it('says how many texts are done', async () => {
    server.reply(answerVectors);
    const done: number[] = [];
    const options = { signal, progress: (count: number) => void done.push(count) };
    await embedder({ batchSize: 4, concurrency: 1 }).embed(numbered(10), options);
    expect(done).toEqual([4, 8, 10]);
  });

  it.each(['hang up', 'break off'] as const)('tries again when the connection is cut: %s', async (cut) => {
    server.reply((request, count) => (count === 1 ? cut : answerVectors(request)));
    await expect(embedder().embed(['1'], { signal })).resolves.toHaveLength(1);
    server.reply(() => cut);
    await expect(embedder({ maxAttempts: 2 }).embed(['1'], { signal })).rejects.toMatchObject({
      code: 'model_unavailable',
      params: { attempts: 2 },
    });
  });

  it('waits for the end of an answer that has begun no longer than for its beginning', async () => {
    server.reply(() => 'stall');
    const tested = embedder({ timeoutMs: 50, maxAttempts: 1 });
    await expect(tested.embed(['1'], { signal })).rejects.toMatchObject({ code: 'embedding_timed_out' });
  });

  it.each([
    ['a web page', 'web page' as const, /not JSON: <html>/],
    ['text that is no JSON under the name of JSON', { status: 200, json: null, text: '<html>gateway</html>' }, /JSON/],
    [
      'NaN, as Python writes it',
      { status: 200, json: null, text: '{"data": [{"index": 0, "embedding": [NaN, 1]}]}' },
      /NaN/,
    ],
  ])('refuses %s', async (_name, reply, reason) => {
    server.reply(() => reply);
    await expect(embedder().embed(['1'], { signal })).rejects.toMatchObject({
      code: 'embedding_answer_invalid',
      params: { reason: expect.stringMatching(reason) },
    });
    expect(server.requests).toHaveLength(1);
  });

  it('orders vectors that have no index as they came', async () => {
    server.replyInTurn({ status: 200, json: { data: [{ embedding: [1, 0] }, { embedding: [0, 1] }] } });
    await expect(embedder().embed(['1', '2'], { signal })).resolves.toEqual([
      Float32Array.of(1, 0),
      Float32Array.of(0, 1),
    ]);
  });

  it.each([
    ['an index twice', [0, 0]],
    ['an index that no text has', [0, 7]],
    ['an index of some vectors only', [1, null]],
  ])('refuses %s: the texts of the vectors are not known', async (_name, indexes) => {
    server.replyInTurn({ status: 200, json: { data: indexes.map((index) => ({ index, embedding: [1, 2] })) } });
    await expect(embedder().embed(['1', '2'], { signal })).rejects.toMatchObject({ code: 'embedding_answer_invalid' });
  });

  it.each([
    ['too few vectors', { data: [{ index: 0, embedding: [1, 2] }] }],
    ['no data', { message: 'ok' }],
    ['a zero vector', { data: [0, 1].map((index) => ({ index, embedding: [0, 0] })) }],
    ['vectors of two lengths', { data: [0, 1].map((index) => ({ index, embedding: index ? [1, 2] : [1] })) }],
    ['an error under status 200', { error: { message: 'model not loaded' } }],
    ['something that is no number', { data: [0, 1].map((index) => ({ index, embedding: [1, null] })) }],
  ])('refuses an answer with %s', async (_name, json) => {
    server.replyInTurn({ status: 200, json });
    await expect(embedder().embed(['1', '2'], { signal })).rejects.toMatchObject({ code: 'embedding_answer_invalid' });
  });

  it('tries again after 429 and 500', async () => {
    server.reply((request, count) =>
      count < 3 ? errorReply(count === 1 ? 429 : 500, 'later') : answerVectors(request),
    );
    await expect(embedder().embed(['1'], { signal })).resolves.toHaveLength(1);
  });

  it('fails as a whole when one batch is rejected', async () => {
    server.reply((request) => (inputs(request).includes('3') ? errorReply(401, 'no') : answerVectors(request)));
    await expect(embedder({ batchSize: 2 }).embed(numbered(6), { signal })).rejects.toMatchObject({
      code: 'model_rejected',
    });
  });

  it('names the one text that the endpoint does not take', async () => {
    server.reply((request) =>
      inputs(request).some((text) => text === '3') ? errorReply(400, 'maximum context length') : answerVectors(request),
    );
    await expect(embedder({ batchSize: 2 }).embed(numbered(6), { signal })).rejects.toMatchObject({
      code: 'embedding_text_rejected',
      params: { position: 4, characters: 1, status: 400 },
    });
  });

  it('tells of each answer as it comes, with the place of its texts', async () => {
    server.reply((request) => (inputs(request).length > 2 ? errorReply(413, 'too many') : answerVectors(request)));
    const received: [number, number][] = [];
    await embedder({ batchSize: 4, concurrency: 1 }).embed(numbered(6), {
      signal,
      received: async (start, vectors) => void received.push([start, vectors.length]),
    });
    expect(received).toEqual([
      [0, 2],
      [2, 2],
      [4, 2],
    ]);
  });

  it('ends with the reason of the abort', async () => {
    const reason = new Error('shutdown');
    await expect(embedder().embed(['1'], { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
