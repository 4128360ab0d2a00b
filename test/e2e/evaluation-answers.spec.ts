import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmbedder } from '#libs/language-model';
import { AccurateModelServer } from '../harness/accurate-model-server.js';
import { eventually } from '../harness/eventually.js';
import { loadStore } from '../harness/loaded-store.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const QUESTIONS = 50;
const ARMS = ['schema', 'pairs'] as const;
/** A worker that was killed is missed only when its lease and the queue's lock have run out. */
const LONGEST_RUN_MS = 120_000;

interface Share {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

interface Evaluation {
  readonly evaluation_id: string;
  readonly status: string;
  readonly summary: {
    readonly questions: Record<string, number>;
    readonly arms: Record<string, { readonly answers: { readonly questions: number; readonly accuracy: Share } }>;
  };
}

/** Questions of a set of its own: an answer that was paid for is never asked again, in no evaluation. */
const questionsOf = (set: string) =>
  Array.from({ length: QUESTIONS }, (_, at) => ({
    question: `${set}: how many companies come after number ${at}?`,
    sql: `SELECT count(*) + ${at} AS n, max(company_name) AS last FROM bss_company`,
  }));

describe('evaluations with a model', () => {
  let services: SampleServices;
  let service: TestService;
  let taskId: string;
  const model = new AccurateModelServer();

  beforeAll(async () => {
    await model.start();
    services = await createSampleServices('answers');
    await loadStore(services.vectorUrl, createEmbedder(null), [
      {
        collection: 'ddl',
        key: 'bss_company.ddl',
        document: 'create table public.bss_company (\n  id varchar(32) primary key,\n  company_name varchar(255)\n);',
      },
      {
        collection: 'sql',
        key: 'a',
        document: JSON.stringify({ question: '公司有哪些？', sql: 'SELECT company_name FROM bss_company' }),
      },
    ]);
    service = await startService({
      ...services.variables,
      LLM_BASE_URL: model.server.baseUrl,
      LLM_API_KEY: 'sk-never-shown-0123456789',
      LLM_MODEL: 'scripted',
      LLM_INPUT_PRICE: '2',
      LLM_OUTPUT_PRICE: '10',
    });
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      tables: ['public.*'],
      business_context: 'service areas of motorways',
      language: 'en',
    });
    expect(created.body).toMatchObject({ success: true });
    taskId = created.body.data.task_id;
  });

  afterAll(async () => {
    await service.stop();
    await model.server.stop();
    await services.remove();
  });

  async function requested(
    name: string,
    accuracy: number,
    more: object = {},
    taught = (): unknown => undefined,
  ): Promise<string> {
    const questions = questionsOf(name);
    model.teach(questions, accuracy);
    taught();
    const set = await service.client.post<{ set_id: string }>('/question-sets', {
      name,
      task_id: taskId,
      questions: questions.map(({ question, sql }, id) => ({ id: String(id), question, gold_sql: sql })),
    });
    expect(set.body).toMatchObject({ success: true });
    const body = { set_id: set.body.data.set_id, level: 'answers', arms: ARMS, ...more };
    const asked = await service.client.post<Evaluation>(`/tasks/${taskId}/evaluations`, body);
    expect(asked.body).toMatchObject({ success: true });
    return asked.body.data.evaluation_id;
  }

  async function finished(id: string): Promise<Evaluation> {
    return eventually(async () => {
      const { data } = (await service.client.get<Evaluation>(`/tasks/${taskId}/evaluations/${id}`)).body;
      expect(data.status).toBe('completed');
      return data;
    }, LONGEST_RUN_MS);
  }

  const report = (id: string, query: string) =>
    service.client.raw('GET', `/tasks/${taskId}/evaluations/${id}/report?${query}`);

  it.each([0, 0.3, 0.7, 1])('measures a model whose accuracy is %d', async (accuracy) => {
    const { summary } = await finished(await requested(`set ${accuracy}`, accuracy));
    for (const arm of ARMS) {
      const { answers } = summary.arms[arm] ?? {};
      expect(answers).toMatchObject({ questions: QUESTIONS, accuracy: { share: accuracy } });
      expect(answers?.accuracy.low).toBeLessThanOrEqual(accuracy);
      expect(answers?.accuracy.high).toBeGreaterThanOrEqual(accuracy);
    }
    expect(model.answers).toBe(QUESTIONS * ARMS.length);
  });

  it(
    'pays for no answer twice when its worker is killed',
    async () => {
      let reached = Promise.resolve();
      const id = await requested('killed', 0.7, {}, () => (reached = model.holdAfter(20)));
      await reached;
      await service.workers.pop()?.stop('SIGKILL');
      model.release();
      await service.addWorker();
      const { summary } = await finished(id);
      expect(summary.arms['pairs']?.answers.accuracy.share).toBe(0.7);
      expect(model.paid.size).toBe(QUESTIONS * ARMS.length);
      expect([...model.paid.values()].every((count) => count === 1)).toBe(true);
      const { usage } = (
        await service.client.get<{ usage: { by_step: { step_name: string; requests: number }[] } }>(`/tasks/${taskId}`)
      ).body.data;
      expect(usage.by_step).toMatchObject([{ step_name: 'evaluation', requests: 5 * QUESTIONS * ARMS.length }]);
    },
    LONGEST_RUN_MS,
  );

  it('stops asking when the budget of the evaluation is used up', async () => {
    const { summary } = await finished(await requested('budget', 1, { max_tokens: 2_000 }));
    const { outcomes, questions } = summary.arms['schema']?.answers as unknown as {
      outcomes: Record<string, number>;
      questions: number;
    };
    expect(outcomes['not_asked']).toBeGreaterThan(0);
    expect(outcomes['right']).toBe(questions);
    expect(model.answers * 120).toBeLessThanOrEqual(2_000);
  });

  it('has a report as a page, as text and as data', async () => {
    const id = await requested('report', 0.7);
    expect((await report(id, 'format=json')).status).toBe(409);
    await finished(id);
    const page = await report(id, 'language=en');
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^ ]+'/);
    expect(await page.text()).toContain('70.0% (');
    expect(await (await report(id, 'format=markdown&language=zh')).text()).toMatch(/^# 训练数据评测报告/);
    const data = (await (await report(id, 'format=json')).json()) as {
      evaluation: object;
      arms: { arm: string; answers: { accuracy: Share } }[];
    };
    expect(data.evaluation).toMatchObject({ evaluation_id: id, task_id: taskId, model: 'scripted', level: 'answers' });
    expect(data.arms.map(({ arm, answers }) => [arm, answers.accuracy.share])).toEqual([
      ['schema', 0.7],
      ['pairs', 0.7],
    ]);
    expect((await report('no_such', 'format=json')).status).toBe(404);
    expect((await report(id, 'format=pdf')).status).toBe(400);
    const printed = [service.api, ...service.workers].map((running) => running.output()).join('');
    expect(printed).not.toContain('sk-never-shown');
  });
});
