import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { DomainError, defineErrors } from '#libs/domain-errors';
import { chatReply, MisbehavingServer, errorReply } from '../../../test/harness/misbehaving-model-server.js';
import { chargedTo } from './charged-to.js';
import { createChatModel, type ChatModelOptions } from './chat-model.js';
import type { Account, ChatModel, ModelLedger, PaidAnswer } from './contract.js';

const failures = defineErrors({
  ledger_test_away: { kind: 'unavailable', zh: '不可用', en: 'away' },
  ledger_test_full: { kind: 'internal', zh: '已满', en: 'full' },
});

/** A ledger in memory. */
class Ledger implements ModelLedger {
  readonly answers = new Map<string, PaidAnswer>();
  readonly booked: { answer: PaidAnswer; account: Account | undefined }[] = [];
  hits = 0;
  failuresLeft = 0;
  failure = new DomainError(failures.ledger_test_away);

  async find(key: string): Promise<string | null> {
    const found = this.answers.get(key);
    this.hits += found ? 1 : 0;
    return found?.text ?? null;
  }

  async record(answer: PaidAnswer, account: Account | undefined): Promise<void> {
    if (this.failuresLeft-- > 0) {
      throw this.failure;
    }
    this.answers.set(answer.key, answer);
    this.booked.push({ answer, account });
  }

  async forget(keys: readonly string[]): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    keys.forEach((key) => this.answers.delete(key));
  }

  async spent(taskId: string): Promise<{ tokens: number; cost: number }> {
    const own = this.booked.filter(({ account }) => account?.taskId === taskId).map(({ answer }) => answer.usage);
    return {
      tokens: own.reduce((sum, { promptTokens, completionTokens }) => sum + promptTokens + completionTokens, 0),
      cost: own.reduce((sum, { cost }) => sum + (cost ?? 0), 0),
    };
  }
}

const server = new MisbehavingServer();
const { signal } = new AbortController();
const request = { schema: z.object({ answer: z.number() }), schemaName: 'answer', system: 'Count.', user: 'How many?' };
const account: Account = { taskId: 't', step: 'qa_generation', limits: {} };
let ledger: Ledger;

function model(options: Partial<ChatModelOptions> = {}, limits: Account['limits'] = {}): ChatModel {
  const created = createChatModel(
    { baseUrl: server.baseUrl, apiKey: '', model: 'm', firstRetryMs: 1, maxAttempts: 2, ...options },
    { ledger },
  );
  if (!created) {
    throw new Error('a configured model is never null');
  }
  return chargedTo(created, { ...account, limits });
}

function usageReply(content: string, promptTokens: number, completionTokens: number): ReturnType<typeof chatReply> {
  const reply = chatReply(content);
  const usage = { prompt_tokens: promptTokens, completion_tokens: completionTokens };
  return typeof reply === 'string' ? reply : { ...reply, json: { ...(reply.json as object), usage } };
}

beforeEach(async () => {
  ledger = new Ledger();
  await server.start();
});

afterEach(() => server.stop());

describe('a chat model with a ledger', () => {
  it('asks once, also as a new process that has not yet found out how to ask', async () => {
    server.reply(({ body }) =>
      'response_format' in body ? errorReply(400, 'no such parameter') : usageReply('{"answer": 1}', 100, 10),
    );
    await model({ prices: { input: 2, output: 10 } }).completeJson(request, { signal });
    expect(server.requests).toHaveLength(3);
    expect(ledger.booked).toMatchObject([
      {
        answer: { usage: { promptTokens: 100, completionTokens: 10, isEstimated: false, cost: 0.0003 } },
        account: { taskId: 't', step: 'qa_generation' },
      },
    ]);
    expect(await model().completeJson(request, { signal })).toEqual({ answer: 1 });
    expect(server.requests).toHaveLength(3);
    await model().completeJson({ ...request, user: 'How few?' }, { signal });
    await model({ model: 'other' }).completeJson(request, { signal });
    await model({ temperature: 1 }).completeJson(request, { signal });
    expect(ledger.booked).toHaveLength(4);
  });

  it('estimates what the endpoint does not tell', async () => {
    server.replyInTurn(chatReply('{"answer": 1}'));
    await model().completeJson(request, { signal });
    const { usage } = ledger.booked[0]?.answer ?? {};
    expect(usage).toMatchObject({ isEstimated: true, cost: null });
    expect(usage?.promptTokens).toBeGreaterThan(10);
  });

  it('does not lose an answer to a ledger that is away for a moment', async () => {
    server.replyInTurn(usageReply('{"answer": 1}', 1, 1));
    ledger.failuresLeft = 2;
    expect(await model().completeJson(request, { signal })).toEqual({ answer: 1 });
    expect([server.requests.length, ledger.booked.length]).toEqual([1, 1]);
  });

  it('does not try again what the ledger refuses for good', async () => {
    server.replyInTurn(usageReply('{"answer": 1}', 1, 1));
    ledger.failure = new DomainError(failures.ledger_test_full);
    ledger.failuresLeft = 1;
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({ code: 'ledger_test_full' });
  });

  it('asks again under another limit of the answer', async () => {
    server.reply(() => usageReply('{"answer": 1}', 1, 1));
    for (const maxOutputTokens of [undefined, 50, 60, 50]) {
      await model(maxOutputTokens === undefined ? {} : { maxOutputTokens }).completeJson(request, { signal });
    }
    expect(server.requests).toHaveLength(3);
  });

  it('charges for unusable answers, and asks again the next time', async () => {
    server.replyInTurn(chatReply('no idea'), chatReply('none'), chatReply('{"answer": 5}'));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({ code: 'model_answer_invalid' });
    expect(ledger.booked).toHaveLength(2);
    expect(await model().completeJson(request, { signal })).toEqual({ answer: 5 });
  });

  it('books nothing for what failed', async () => {
    server.replyInTurn(errorReply(500, 'oops'), errorReply(401, 'no'));
    await expect(model().completeJson(request, { signal })).rejects.toMatchObject({ code: 'model_rejected' });
    expect(ledger.booked).toHaveLength(0);
  });
});

describe('the budget of a task', () => {
  const questions = (count: number): (typeof request)[] =>
    Array.from({ length: count }, (_, index) => ({ ...request, user: `How many of ${index}?` }));

  it.each([
    ['max_tokens', { maxTokens: 1000 }],
    ['max_cost', { maxCost: 0.001 }],
  ])('stops at %s, while known answers stay free', async (budget, limits) => {
    server.reply(() => usageReply('{"answer": 1}', 300, 50));
    const chat = model({ prices: { input: 1, output: 1 } }, limits);
    const [first, second, third, fourth] = questions(4) as [typeof request, ...(typeof request)[]];
    await chat.completeJson(first, { signal });
    await chat.completeJson(second!, { signal });
    await chat.completeJson(third!, { signal });
    await expect(chat.completeJson(fourth!, { signal })).rejects.toMatchObject({
      code: 'model_budget_exhausted',
      params: { budget },
    });
    expect(await chat.completeJson(first, { signal })).toEqual({ answer: 1 });
    expect(server.requests).toHaveLength(3);
  });

  it('counts the prompts of requests that are under way', async () => {
    server.reply(() => usageReply('{"answer": 1}', 60, 0));
    const chat = model({}, { maxTokens: 130 });
    const answers = await Promise.allSettled(questions(5).map((question) => chat.completeJson(question, { signal })));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(server.requests.length);
    expect((await ledger.spent('t')).tokens).toBeLessThanOrEqual(130);
    expect(server.requests).toHaveLength(2);
  });

  it('allows a prompt that just fits, in tokens and in money, and sends none that does not', async () => {
    server.reply(() => chatReply('{"answer": 1}'));
    await model().completeJson(request, { signal });
    const prompt = ledger.booked[0]?.answer.usage.promptTokens ?? 0;
    const prices = { input: 1_000_000, output: 0 };
    for (const [options, fitting, tooSmall] of [
      [{}, { maxTokens: prompt }, { maxTokens: prompt - 1 }],
      [{ prices }, { maxCost: prompt }, { maxCost: prompt - 1 }],
    ] as const) {
      ledger = new Ledger();
      await expect(model(options, tooSmall).completeJson(request, { signal })).rejects.toMatchObject({
        code: 'model_budget_exhausted',
      });
      expect(ledger.booked).toHaveLength(0);
      await expect(model(options, fitting).completeJson(request, { signal })).resolves.toEqual({ answer: 1 });
    }
    expect(server.requests).toHaveLength(3);
  });

  it('gives back what a failed request reserved', async () => {
    server.replyInTurn(errorReply(401, 'no'), errorReply(401, 'no'), errorReply(401, 'no'), chatReply('{"answer": 1}'));
    const chat = model({}, { maxTokens: 130 });
    const [first, ...others] = questions(4);
    for (const question of others) {
      await expect(chat.completeJson(question, { signal })).rejects.toMatchObject({ code: 'model_rejected' });
    }
    await expect(chat.completeJson(first!, { signal })).resolves.toEqual({ answer: 1 });
  });

  it('is not looked at for a call that was aborted', async () => {
    const reason = new Error('cancelled by the user');
    const aborted = { signal: AbortSignal.abort(reason) };
    await expect(model({}, { maxTokens: 1 }).completeJson(request, aborted)).rejects.toBe(reason);
  });

  it('needs prices for money', async () => {
    await expect(model({}, { maxCost: 1 }).completeJson(request, { signal })).rejects.toMatchObject({
      code: 'model_price_unknown',
    });
  });
});
