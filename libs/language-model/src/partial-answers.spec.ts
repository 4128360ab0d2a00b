import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { createChatModel, type ChatModelOptions } from './chat-model.js';
import type { ChatModel } from './contract.js';
import {
  chatReply,
  errorReply,
  MisbehavingServer,
  type ReceivedRequest,
} from '../../../test/harness/misbehaving-model-server.js';

const server = new MisbehavingServer();
const { signal } = new AbortController();
const schema = z.object({ pairs: z.array(z.object({ question: z.string(), sql: z.string() })) });
const request = { schema, schemaName: 'pairs', system: 'You write pairs.', user: 'Write 3 pairs.' };
const [one, two, three] = ['one', 'two', 'three'].map((question) => ({ question, sql: `SELECT '${question}'` }));
const answerOf = (...pairs: unknown[]): string => JSON.stringify({ pairs });

function model(options: Partial<ChatModelOptions> = {}): ChatModel {
  const created = createChatModel({
    baseUrl: server.baseUrl,
    apiKey: '',
    model: 'test-model',
    firstRetryMs: 1,
    maxAttempts: 1,
    ...options,
  });
  if (!created) {
    throw new Error('a configured model is never null');
  }
  return created;
}

const contentsOf = (received: ReceivedRequest | undefined): string[] =>
  (received?.body['messages'] as { content: string }[]).map(({ content }) => content);

beforeAll(() => server.start());
afterAll(() => server.stop());

describe('an answer of which a part is good', () => {
  it('keeps the good items and asks for the others with the reason', async () => {
    server.replyInTurn(chatReply(answerOf(one, { question: 'two' }, three)), chatReply(answerOf(two)));
    const refused: string[][] = [];
    const answer = await model().completeJson(
      { ...request, onRefused: (reasons) => refused.push([...reasons]) },
      { signal },
    );
    expect(answer).toEqual({ pairs: [one, three, two] });
    const [, , taken, why] = contentsOf(server.requests[1]);
    expect(taken).toBe(answerOf(one, three));
    expect(why).toContain('pairs.sql');
    expect(refused).toEqual([[]]);
  });

  it('is content with the good items when the others stay bad', async () => {
    server.replyInTurn(chatReply(answerOf(one, { sql: 7 })), chatReply('Sorry.'));
    const refused: string[] = [];
    const asked = { ...request, onRefused: (reasons: readonly string[]) => void refused.push(...reasons) };
    await expect(model().completeJson(asked, { signal })).resolves.toEqual({ pairs: [one] });
    expect(server.requests).toHaveLength(2);
    expect(refused).toEqual([expect.stringContaining('pairs.question')]);
  });

  it('keeps them when the second request is rejected, and tries again later when the model is away', async () => {
    const partly = chatReply(answerOf(one, {}));
    server.reply((_request, count) => (count === 1 ? partly : errorReply(403, 'the quota is used up')));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ pairs: [one] });
    server.reply((_request, count) => (count === 1 ? partly : errorReply(503, 'overloaded')));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({ code: 'model_unavailable' });
  });

  it('does not count an item twice that the second answer repeats', async () => {
    server.replyInTurn(chatReply(answerOf(one, {})), chatReply(answerOf(one, two)));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ pairs: [one, two] });
  });
});

describe('an answer that the token limit cuts', () => {
  it('keeps the complete items and asks for the rest', async () => {
    const cut = { finishReason: 'length' };
    server.replyInTurn(
      chatReply(answerOf(one, two).slice(0, -10), cut),
      chatReply(answerOf(two, three).slice(0, -10), cut),
      chatReply(answerOf(three)),
    );
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ pairs: [one, two, three] });
    expect(contentsOf(server.requests[1])[3]).toContain('token limit');
    expect(contentsOf(server.requests[2])[2]).toBe(answerOf(one, two));
  });

  it('asks for less, within a larger limit, when nothing was complete', async () => {
    server.replyInTurn(
      chatReply('<think>Let me see: the tables', { finishReason: 'length' }),
      chatReply(answerOf(one)),
    );
    await expect(model({ maxOutputTokens: 500 }).completeJson(request, { signal })).resolves.toEqual({ pairs: [one] });
    const [first, second] = server.requests;
    expect([first, second].map((received) => received?.body['max_tokens'])).toEqual([500, 1000]);
    expect(contentsOf(second)).toHaveLength(2);
    expect(contentsOf(second)[1]).toContain('at most 3 items');
  });

  it('ends after some answers, each cut', async () => {
    server.reply((_request, count) =>
      chatReply(answerOf({ question: `q${count}`, sql: 'x' }, one).slice(0, -4), { finishReason: 'length' }),
    );
    const { pairs } = await model().completeJson(request, { signal });
    expect(pairs.map(({ question }) => question)).toEqual(['q1', 'q2', 'q3', 'q4']);
    expect(new Set(server.requests.map((received) => contentsOf(received).join())).size).toBe(4);
  });
});

describe('what else an endpoint answers', () => {
  it.each([
    [
      'parts',
      chatReply([
        { type: 'text', text: '{"pairs": [' },
        { type: 'text', text: `${JSON.stringify(one)}]}` },
      ]),
    ],
    ['reasoning of its own', chatReply(answerOf(one), { message: { reasoning_content: 'maybe {"pairs": []}' } })],
    ['the answer in the reasoning', chatReply('', { message: { reasoning_content: answerOf(one) } })],
    [
      'the answer in the reasoning, with null as the content',
      chatReply(null, { message: { reasoning: answerOf(one) } }),
    ],
    ['no finish_reason', chatReply(answerOf(one), { finishReason: null })],
  ])('reads %s', async (_name, reply) => {
    server.replyInTurn(reply);
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ pairs: [one] });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    ['a content filter', chatReply('', { finishReason: 'content_filter' }), 'content_filter'],
    ['a refusal', chatReply(null, { message: { refusal: 'I cannot show 4711.' } }), 'refuses'],
    ['an empty answer', chatReply(''), 'empty'],
    ['reasoning until the limit', chatReply('', { finishReason: 'length' }), 'token limit'],
  ])('names %s', async (_name, reply, reason) => {
    server.replyInTurn(reply);
    const error = model().completeJson(request, { signal });
    await expect(error).rejects.toMatchObject({
      code: 'model_answer_invalid',
      params: { reason: expect.stringContaining(reason) },
    });
    expect(server.requests).toHaveLength(2);
    expect(contentsOf(server.requests[1]).join()).not.toBe(contentsOf(server.requests[0]).join());
    await expect(error).rejects.not.toMatchObject({ params: { reason: expect.stringContaining('4711') } });
  });
});

describe('the parameters of a request', () => {
  const refuses = (name: string, advice = ''): ((received: ReceivedRequest) => ReturnType<typeof chatReply>) => {
    const message = `Unsupported parameter: '${name}' is not supported with this model.${advice}`;
    return ({ body }) => (name in body ? errorReply(400, message) : chatReply(answerOf(one)));
  };

  it('asks with max_completion_tokens where max_tokens is refused, and remembers it', async () => {
    server.reply(refuses('max_tokens', " Use 'max_completion_tokens' instead."));
    const chat = model({ maxOutputTokens: 900 });
    await chat.completeJson(request, { signal });
    await chat.completeJson({ ...request, schemaName: 'others' }, { signal });
    expect(server.requests.map(({ body }) => [body['max_tokens'], body['max_completion_tokens']])).toEqual([
      [900, undefined],
      [undefined, 900],
      [undefined, 900],
    ]);
    expect(server.requests[2]?.body).toHaveProperty('response_format.type', 'json_schema');
  });

  it('asks without a temperature where it is refused, and remembers it', async () => {
    server.reply(refuses('temperature'));
    const chat = model({ temperature: 0, maxOutputTokens: 900 });
    await chat.completeJson(request, { signal });
    await chat.completeJson(request, { signal });
    expect(server.requests.map(({ body }) => 'temperature' in body)).toEqual([true, false, false]);
    expect(server.requests[1]?.body).toMatchObject({ max_tokens: 900 });
  });

  it('finds the form also where a rejection names nothing', async () => {
    server.reply(({ body }) =>
      'temperature' in body || 'max_tokens' in body ? errorReply(422, 'invalid request') : chatReply(answerOf(one)),
    );
    await expect(model({ temperature: 1, maxOutputTokens: 9 }).completeJson(request, { signal })).resolves.toEqual({
      pairs: [one],
    });
  });
});
