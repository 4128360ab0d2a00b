import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { createTaskDatabase } from '../../../test/harness/filled-database.js';
import type { TestDatabase } from '../../../test/harness/test-database.js';
import { dataSourceOptions } from './data-source.js';
import { ModelCallLimiter, type ModelCallLimits } from './model-call.limiter.js';
import { ModelLedgerRepository } from './model-ledger.repository.js';

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createTaskDatabase('ledger');
  dataSource = await new DataSource(dataSourceOptions(database.url, 10, 'test')).initialize();
  await dataSource.query(
    `INSERT INTO data_pipeline_tasks (task_id, parameters, output_directory, status)
     VALUES ('t1', '{}', '', 'pending'), ('t2', '{}', '', 'pending')`,
  );
});

afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

const usage = { promptTokens: 1000, completionTokens: 200, isEstimated: false, cost: 0.5 };
const keyOf = (digit: string): string => digit.repeat(64);

describe('ModelLedgerRepository', () => {
  it('gives back what was recorded, and books each answer once', async () => {
    const ledger = new ModelLedgerRepository(dataSource);
    const payer = { taskId: 't1', step: 'qa_generation' };
    const answer = { key: keyOf('a'), model: 'm', text: '回答 "x"', usage };
    expect(await ledger.find(answer.key, 'm', payer)).toBeNull();
    await ledger.record(answer, payer);
    // A recording whose outcome was lost on the way is repeated.
    await ledger.record(answer, payer);
    await ledger.record({ ...answer, key: keyOf('b'), usage: { ...usage, isEstimated: true, cost: 0.25 } }, payer);
    expect(await ledger.find(answer.key, 'm', payer)).toBe('回答 "x"');
    expect(await ledger.ofTask('t1')).toMatchObject([
      {
        step: 'qa_generation',
        model: 'm',
        requests: 2,
        cachedAnswers: 1,
        estimatedRequests: 1,
        promptTokens: 2000,
        completionTokens: 400,
        cost: 0.75,
      },
    ]);
    expect(await ledger.spent('t1')).toEqual({ tokens: 2400, cost: 0.75 });
    expect(await ledger.spent('t2')).toEqual({ tokens: 0, cost: 0 });
  });

  it('keeps an answer without a charge, and deletes unusable ones', async () => {
    const ledger = new ModelLedgerRepository(dataSource);
    await ledger.record({ key: keyOf('c'), model: 'm', text: '?', usage }, undefined);
    await ledger.record(
      { key: keyOf('d'), model: 'm', text: '!', usage },
      { taskId: 'deleted', step: 'qa_generation' },
    );
    expect([await ledger.find(keyOf('c'), 'm', undefined), await ledger.find(keyOf('d'), 'm', undefined)]).toEqual([
      '?',
      '!',
    ]);
    await ledger.forget([keyOf('c')]);
    expect(await ledger.find(keyOf('c'), 'm', undefined)).toBeNull();
  });
});

describe('ModelCallLimiter', () => {
  const { signal } = new AbortController();
  const limiter = (limits: Partial<ModelCallLimits>): ModelCallLimiter =>
    new ModelCallLimiter(dataSource, {
      concurrency: null,
      requestsPerMinute: null,
      tokensPerMinute: null,
      longestCallMs: 60_000,
      ...limits,
    });

  /** Whether a call has to wait: it checks once, and is then aborted. */
  async function isHeldBack(limited: ModelCallLimiter, model: string, tokens = 1): Promise<boolean> {
    const entered = limited.enter(model, tokens, AbortSignal.abort(new Error('enough')));
    return entered.then(
      () => false,
      () => true,
    );
  }

  it('lets so many in at a time, over all processes', async () => {
    let underWay = 0;
    let most = 0;
    const full = Promise.withResolvers<void>();
    await Promise.all(
      Array.from({ length: 12 }, async () => {
        const leave = await limiter({ concurrency: 3 }).enter('concurrent', 1, signal);
        most = Math.max(most, ++underWay);
        if (underWay === 3) {
          full.resolve();
        }
        await full.promise;
        // Time for one more, if it were let in.
        await dataSource.query('SELECT pg_sleep(0.01)');
        underWay -= 1;
        await leave(1);
      }),
    );
    expect(most).toBe(3);
  });

  it('counts requests and tokens of the last minute', async () => {
    const requests = limiter({ requestsPerMinute: 2 });
    await (
      await requests.enter('requests', 1, signal)
    )(1);
    await (
      await requests.enter('requests', 1, signal)
    )(1);
    expect(await isHeldBack(requests, 'requests')).toBe(true);
    await dataSource.query(
      `UPDATE data_pipeline_model_calls SET started_at = started_at - interval '61 s' WHERE model = 'requests'`,
    );
    expect(await isHeldBack(requests, 'requests')).toBe(false);

    const tokens = limiter({ tokensPerMinute: 100 });
    await (
      await tokens.enter('tokens', 500, signal)
    )(90);
    expect(await isHeldBack(tokens, 'tokens', 11)).toBe(true);
    expect(await isHeldBack(tokens, 'tokens', 10)).toBe(false);
  });

  it('gives the place of a process that died to another', async () => {
    await limiter({ concurrency: 1 }).enter('dead', 1, signal);
    expect(await isHeldBack(limiter({ concurrency: 1 }), 'dead')).toBe(true);
    await dataSource.query(`UPDATE data_pipeline_model_calls SET ends_at = now() WHERE model = 'dead'`);
    expect(await isHeldBack(limiter({ concurrency: 1 }), 'dead')).toBe(false);
  });
});
