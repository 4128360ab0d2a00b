import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { ScriptedChatModel } from '../harness/scripted-chat-model.js';
import { startService, type TestService } from '../harness/service.js';

const TASK = {
  tables: ['public.*'],
  business_context: '高速公路服务区管理系统',
  questions_per_theme: 5,
  max_concurrent_themes: 2,
};

interface Usage {
  requests: number;
  cached_answers: number;
  total_tokens: number;
  cost: number | null;
  by_step: { step_name: string; model: string; requests: number }[];
}

interface Detail {
  status: string;
  error_message: string | null;
  usage: Usage;
  steps: { step_name: string; result: Record<string, unknown> | null }[];
}

interface Monitored {
  token_use: Usage;
  steps: { token_use: Usage }[];
}

/** A worker that was killed is missed only when its lease and the queue's lock have run out. */
const LONGEST_RUN_MS = 120_000;

describe('a language model that misbehaves', () => {
  const installations: { services: SampleServices; service: TestService; model: ScriptedChatModel }[] = [];
  let business: string;

  /** An installation of its own, with a model of its own, over one business database. */
  async function install(purpose: string): Promise<(typeof installations)[number]> {
    const services = await createSampleServices(purpose);
    business ??= services.variables['BUSINESS_DATABASE_URL'] ?? '';
    const model = new ScriptedChatModel();
    await model.start();
    const service = await startService({
      ...services.variables,
      BUSINESS_DATABASE_URL: business,
      LLM_BASE_URL: model.server.baseUrl,
      LLM_API_KEY: 'sk-never-shown-0123456789',
      LLM_MODEL: 'scripted',
      LLM_TIMEOUT_SECONDS: '5',
      LLM_INPUT_PRICE: '2',
      LLM_OUTPUT_PRICE: '10',
      LLM_MAX_CONCURRENCY: '2',
      WORKER_CONCURRENCY: '1',
    });
    const installed = { services, service, model };
    installations.push(installed);
    return installed;
  }

  beforeAll(async () => {
    await install('model');
    await install('model_killed');
  });

  afterAll(async () => {
    for (const { service, model } of installations) {
      await service.stop();
      await model.server.stop();
    }
    for (const { services } of installations) {
      await services.remove();
    }
  });

  async function start(service: TestService, extra: Record<string, unknown> = {}): Promise<string> {
    const created = await service.client.post<{ task_id: string }>('/tasks', { ...TASK, ...extra });
    const taskId = created.body.data.task_id;
    expect((await service.client.post(`/tasks/${taskId}/execute`)).status).toBe(202);
    return taskId;
  }

  async function finished(service: TestService, taskId: string): Promise<Detail> {
    return eventually(async () => {
      const { data } = (await service.client.get<Detail>(`/tasks/${taskId}`)).body;
      expect(data.status).not.toBe('in_progress');
      return data;
    }, 110_000);
  }

  async function pairFile(services: SampleServices, detail: Detail, taskId: string): Promise<unknown> {
    const name = detail.steps.find(({ step_name: step }) => step === 'qa_generation')?.result?.['output_file'];
    const folder = join(services.directory, 'training_data', taskId);
    // The proof of a pair says when it was made.
    const timeless = (key: string, value: unknown): unknown => (key === 'checked_at' ? undefined : value);
    return JSON.parse(await readFile(join(folder, String(name)), 'utf8'), timeless);
  }

  function keptAnswers(services: SampleServices): Promise<number> {
    return onDatabase(services.taskUrl, async (client) => {
      const { rows } = await client.query<{ kept: number }>(
        'SELECT count(*)::integer AS kept FROM data_pipeline_model_answers',
      );
      return rows[0]?.kept ?? 0;
    });
  }

  let whole: unknown;

  it('is asked once for everything, and everything it was paid for is kept, booked and shown', async () => {
    const { services, service, model } = installations[0]!;
    const taskId = await start(service);
    const detail = await finished(service, taskId);
    expect(detail).toMatchObject({ status: 'completed', error_message: null });
    expect(new Set(model.paid.values())).toEqual(new Set([1]));
    expect(detail.usage).toMatchObject({ requests: model.answers, total_tokens: model.answers * 120 });
    expect(detail.usage.cost).toBeCloseTo(model.answers * 0.0004, 8);
    expect(detail.usage.by_step.map(({ step_name: step }) => step)).toEqual([
      'ddl_generation',
      'qa_generation',
      'sql_validation',
    ]);
    const monitored = await service.client.get<Monitored>(`/monitor/tasks/${taskId}`);
    const { requests, cached_answers, total_tokens, cost } = detail.usage;
    expect(monitored.body.data.token_use).toMatchObject({ requests, cached_answers, total_tokens, cost });
    expect(monitored.body.data.steps.map(({ token_use: use }) => use.requests)).toEqual(
      ['ddl_generation', 'qa_generation', 'sql_validation', 'training_load'].map(
        (name) => detail.usage.by_step.find(({ step_name: step }) => step === name)?.requests ?? 0,
      ),
    );
    whole = await pairFile(services, detail, taskId);
    expect(JSON.stringify(whole)).not.toMatch(/DELETE|nowhere/);
    expect(JSON.stringify(whole)).toContain('SELECT company_name FROM bss_company');
    const quality = await service.client.raw('GET', `/tasks/${taskId}/files/qa_quality.json`);
    const { model_usage: usage } = (await quality.json()) as { model_usage: object[] };
    expect(usage).toHaveLength(3);
    const printed = [service.api, ...service.workers].map((running) => running.output()).join('');
    expect(printed).not.toContain('sk-never-shown');
  });

  it('costs nothing when the same is asked again', async () => {
    const { services, service, model } = installations[0]!;
    const before = model.answers;
    const taskId = await start(service);
    const detail = await finished(service, taskId);
    expect(model.answers).toBe(before);
    expect(detail.usage).toMatchObject({ requests: 0, cached_answers: before, cost: null });
    expect(await pairFile(services, detail, taskId)).toEqual(whole);
  });

  it.each([
    ['table_comments', 2, 'no answer has come'],
    ['question_sql_pairs', 3, 'no answer has come'],
    ['question_sql_pairs', 3, 'an answer is paid and on its way'],
    ['sql_repairs', 1, 'no answer has come'],
    ['sql_repairs', 1, 'an answer is paid and on its way'],
  ])(
    'survives a death while it waits for %s number %i and %s: same result, nothing paid twice',
    async (schema, count, when) => {
      const { services, service, model } = installations[1]!;
      await onDatabase(services.taskUrl, (client) => client.query('DELETE FROM data_pipeline_model_answers'));
      model.paid.clear();
      const isPaid = when === 'an answer is paid and on its way';
      const held = model.holdAfter(schema, count, isPaid);
      const taskId = await start(service);
      await held;
      await eventually(async () => {
        const kept = await keptAnswers(services);
        expect(kept).toBe(model.delivered);
        expect(model.answers > kept).toBe(isPaid);
      });
      await service.workers.pop()?.stop('SIGKILL');
      model.release();
      await service.addWorker();
      const detail = await finished(service, taskId);
      expect(detail).toMatchObject({ status: 'completed', error_message: null });
      expect(await pairFile(services, detail, taskId)).toEqual(whole);
      expect(new Set(model.paid.values())).toEqual(new Set([1]));
      expect(detail.usage.requests).toBe(model.answers);
    },
    LONGEST_RUN_MS,
  );

  it('stops at the budget of the task, reports it, and keeps its pairs', async () => {
    const { service, services, model } = installations[1]!;
    await onDatabase(services.taskUrl, (client) => client.query('DELETE FROM data_pipeline_model_answers'));
    model.paid.clear();
    const taskId = await start(service, { max_tokens: 4_000 });
    const detail = await finished(service, taskId);
    expect(detail.status).toBe('completed');
    expect(detail.usage.requests).toBe(model.answers);
    expect(detail.usage.total_tokens).toBeLessThanOrEqual(4_000);
    const qa = detail.steps.find(({ step_name: step }) => step === 'qa_generation');
    expect(qa?.result).toMatchObject({ model_budget_exhausted: true, failed_themes: [] });
    const logs = await service.client.get<{ logs: { message: string }[] }>(`/tasks/${taskId}/logs?limit=1000`);
    expect(logs.body.data.logs.some(({ message }) => message.includes('max_tokens'))).toBe(true);
    expect(await pairFile(services, detail, taskId)).not.toEqual([]);
  });
});
