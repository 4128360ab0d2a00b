import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { DomainError } from '#libs/domain-errors';
import { createChatModel, type ChatModelOptions } from './chat-model.js';
import type { CallLimiter, ChatModel } from './contract.js';
import { chatReply, errorReply, MisbehavingServer } from '../../../test/harness/misbehaving-model-server.js';

const API_KEY = 'sk-very-secret-key-0123456789';
const server = new MisbehavingServer();
const { signal } = new AbortController();
const request = {
  schema: z.object({ answer: z.number() }),
  schemaName: 'answer',
  system: 'You count.',
  user: 'How many?',
};

function model(options: Partial<ChatModelOptions> = {}): ChatModel {
  const created = createChatModel({
    baseUrl: server.baseUrl,
    apiKey: API_KEY,
    model: 'test-model',
    firstRetryMs: 1,
    maxAttempts: 3,
    ...options,
  });
  if (!created) {
    throw new Error('a configured model is never null');
  }
  return created;
}

beforeAll(() => server.start());
afterAll(() => server.stop());

describe('createChatModel', () => {
  it('is null without an endpoint', () => {
    expect(createChatModel(null)).toBeNull();
  });

  it('asks with a JSON schema and returns the checked answer', async () => {
    server.replyInTurn(chatReply('<think>5? 7?</think>```json\n{"answer": 7}\n```'));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ answer: 7 });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: `Bearer ${API_KEY}`,
      body: { model: 'test-model', response_format: { type: 'json_schema', json_schema: { name: 'answer' } } },
    });
  });

  it('waits as long as Retry-After says', async () => {
    server.replyInTurn(errorReply(429, 'slow down', { 'retry-after': '0.3' }), chatReply('{"answer": 1}'));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ answer: 1 });
    const [first, second] = server.requests;
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(295);
  });

  it.each([
    ['500', errorReply(500, 'oops')],
    ['a broken connection', 'hang up' as const],
    ['an answer that breaks off', 'break off' as const],
    ['an answer that stops in the middle', 'stall' as const],
    ['the page of a proxy', 'web page' as const],
    ['a timeout', 'silence' as const],
  ])('tries again after %s', async (_name, failure) => {
    server.replyInTurn(failure, chatReply('{"answer": 2}'));
    await expect(model({ timeoutMs: 200 }).completeJson(request, { signal })).resolves.toEqual({ answer: 2 });
    expect(server.requests).toHaveLength(2);
  });

  it('tries again at once where the time of Retry-After has passed', async () => {
    const past = new Date(Date.now() - 60_000).toUTCString();
    server.replyInTurn(errorReply(503, 'wait', { 'retry-after': past }), chatReply('{"answer": 1}'));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ answer: 1 });
  });

  it('names the cause of a connection that fails', async () => {
    const away = model({ baseUrl: 'http://127.0.0.1:1/v1', maxAttempts: 1 });
    await expect(away.completeJson(request, { signal })).rejects.toMatchObject({
      code: 'model_unavailable',
      params: { attempts: 1, reason: expect.stringContaining('ECONNREFUSED') },
    });
  });

  it('waits for a place before each attempt, and gives it back with the tokens that were used', async () => {
    const events: string[] = [];
    const later = () => new Promise((resolve) => setTimeout(resolve, 20));
    const limiter: CallLimiter = {
      enter: async (name, expected) => {
        await later();
        events.push(`${name} in, ${server.requests.length} sent`);
        return async (used) => {
          await later();
          events.push(`out, ${used === expected ? 'as expected' : used}`);
        };
      },
    };
    const reply = chatReply('{"answer": 1}');
    const usage = { prompt_tokens: 30_000, completion_tokens: 7 };
    server.replyInTurn(
      errorReply(503, 'wait'),
      typeof reply === 'string' ? reply : { ...reply, json: { ...(reply.json as object), usage } },
    );
    const options = { baseUrl: server.baseUrl, apiKey: '', model: 'm', firstRetryMs: 1, maxAttempts: 2 };
    await createChatModel(options, { limiter })?.completeJson(request, { signal });
    expect(events).toEqual(['m in, 0 sent', 'out, as expected', 'm in, 1 sent', 'out, 30007']);
  });

  it('takes the text of an answer where the request can read one', async () => {
    const readText = (text: string) => ({ answer: text.length });
    server.replyInTurn(chatReply('<think>JSON? no</think> seven '), chatReply('{"answer": 3}'));
    await expect(model().completeJson({ ...request, readText }, { signal })).resolves.toEqual({ answer: 5 });
    await expect(model().completeJson({ ...request, readText }, { signal })).resolves.toEqual({ answer: 3 });
  });

  it('gives up as unavailable after the last attempt', async () => {
    server.replyInTurn(errorReply(503, `overloaded, key ${API_KEY}`));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({
      code: 'model_unavailable',
      kind: 'unavailable',
      params: { attempts: 3 },
    });
    expect(server.requests).toHaveLength(3);
  });

  it('reports a wrong key at once, and never shows the key', async () => {
    server.replyInTurn(errorReply(401, `Incorrect API key provided: ${API_KEY}`));
    const error = await model()
      .completeJson(request, { signal })
      .catch((caught: unknown) => caught as Error);
    expect(error).toMatchObject({ code: 'model_rejected', kind: 'validation', params: { status: 401 } });
    expect(server.requests).toHaveLength(1);
    const cause = (error as Error).cause as Error;
    for (const text of [(error as Error).message, cause.message, cause.stack, JSON.stringify(error)]) {
      expect(text).not.toContain(API_KEY);
    }
  });

  it.each([
    ['Chinese', '未授权', 401],
    ['Cyrillic', 'Доступ запрещён', 403],
  ])('reports the status of an answer with a reason phrase in %s', async (_name, reasonPhrase, status) => {
    server.replyInTurn({ status, json: { error: { message: 'the key is wrong' } }, reasonPhrase });
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({
      code: 'model_rejected',
      params: { status, reason: `${status} the key is wrong` },
    });
    expect(server.requests).toHaveLength(1);
  });

  it.each(['a-a-', `${API_KEY} `, 'password=secret1 '])(
    'takes a part of a long error of %s for the reason',
    async (unit) => {
      server.replyInTurn(errorReply(400, unit.repeat(40_000 / unit.length)));
      const from = performance.now();
      const error = await model()
        .completeJson(request, { signal })
        .catch((thrown: unknown) => thrown as DomainError);
      expect(performance.now() - from).toBeLessThan(2_000);
      expect(error).toMatchObject({ code: 'model_rejected' });
      const { message, cause } = error as DomainError & { cause: Error };
      expect(message.length).toBeLessThan(2_500);
      expect((cause.stack ?? '').length).toBeLessThan(5_000);
      expect(`${message} ${cause.stack}`).not.toMatch(/very-secret|secret1/);
    },
  );

  it('reads an answer with a reason phrase outside Latin-1', async () => {
    const reply = chatReply('{"answer": 6}');
    server.replyInTurn(typeof reply === 'string' ? reply : { ...reply, reasonPhrase: '成功' });
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ answer: 6 });
  });

  it('falls back to json_object, then to plain text, and remembers what worked', async () => {
    server.reply(({ body }) =>
      'response_format' in body ? errorReply(400, 'response_format is not supported') : chatReply('{"answer": 3}'),
    );
    const chat = model();
    await expect(chat.completeJson(request, { signal })).resolves.toEqual({ answer: 3 });
    await expect(chat.completeJson(request, { signal })).resolves.toEqual({ answer: 3 });
    const formats = server.requests.map(({ body }) => (body['response_format'] as { type: string } | undefined)?.type);
    expect(formats).toEqual(['json_schema', 'json_object', undefined, undefined]);
  });

  it('reports a 400 that has nothing to do with the format', async () => {
    server.replyInTurn(errorReply(400, 'the prompt is too long'));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({
      code: 'model_rejected',
      params: { status: 400 },
    });
  });

  it('shows the model its mistake once', async () => {
    server.replyInTurn(chatReply('{"answer": "seven"}'), chatReply('{"answer": 7}'));
    await expect(model().completeJson(request, { signal })).resolves.toEqual({ answer: 7 });
    const messages = server.requests[1]?.body['messages'] as { role: string; content: string }[];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[2]?.content).toBe('{"answer": "seven"}');
    expect(messages[3]?.content).toContain('answer');
  });

  it.each([
    ['of a wrong shape', '{"answer": "seven"}'],
    ['empty', ''],
    ['an apology', 'Sorry, something went wrong.'],
  ])('takes no answer twice %s for an answer', async (_name, content) => {
    server.replyInTurn(chatReply(content));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({ code: 'model_answer_invalid' });
    expect(server.requests).toHaveLength(2);
  });

  it('sends a request again under the key that it had, and another request or run under another', async () => {
    const account = { taskId: 'task_a', step: 'qa_generation', run: 'run_1', limits: {} };
    const rejection = errorReply(400, 'unknown parameter: response_format');
    server.replyInTurn('hang up', rejection, rejection, chatReply('{"answer": 1}'));
    await model().completeJson(request, { signal, account });
    const [lost, again, object, plain] = server.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(lost).toMatch(/^[0-9a-f]{64}$/);
    expect(again).toBe(lost);
    expect(new Set([again, object, plain]).size).toBe(3);

    server.replyInTurn(chatReply('{"answer": 1}'));
    await model().completeJson(request, { signal, account });
    await model().completeJson(request, { signal, account: { ...account, run: 'run_2' } });
    await model().completeJson({ ...request, user: 'How many now?' }, { signal, account });
    const [restarted, rerun, other] = server.requests.map(({ idempotencyKey }) => idempotencyKey);
    expect(restarted).toBe(lost);
    expect(new Set([lost, rerun, other]).size).toBe(3);
  });

  it('stops at once when aborted while it waits', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the user');
    server.reply(() => {
      setImmediate(() => controller.abort(reason));
      return errorReply(429, 'slow down', { 'retry-after': '50' });
    });
    await expect(model().completeJson(request, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('stops at once when aborted while a request is under way', async () => {
    const controller = new AbortController();
    const reason = new Error('cancelled by the user');
    server.reply(() => {
      setImmediate(() => controller.abort(reason));
      return 'silence';
    });
    await expect(model().completeJson(request, { signal: controller.signal })).rejects.toBe(reason);
  });
});
