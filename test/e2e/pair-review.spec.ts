import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { openApiConformance } from '../harness/openapi-conformance.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

interface Pair {
  pair_id: string;
  version: string;
  question: string;
  sql: string;
  kind: string;
  review: { state: string; by: string | null; lapses: { code: string; what: string | null }[] };
  risks: string[];
}
interface List {
  pairs: Pair[];
  total: number;
  next_cursor: string | null;
  counts: { states: Record<string, number> };
}
interface Result {
  executions: { status: string; error_message: string | null; execution_result: { loaded: { sql: number } } }[];
}

describe('review of pairs over HTTP', () => {
  let services: SampleServices;
  let service: TestService;
  let taskId: string;

  beforeAll(async () => {
    services = await createSampleServices('pairs');
    service = await startService(services.variables);
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '高速公路服务区',
      tables: ['bss_company', 'bss_service_area'],
      questions_per_theme: 10,
      load: 'approved',
    });
    taskId = created.body.data.task_id;
    expect((await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'complete' })).status).toBe(202);
    await idle();
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  const list = async (query = ''): Promise<List> =>
    (await service.client.get<List>(`/tasks/${taskId}/pairs${query}`)).body.data;
  const patch = async (pair: Pair, body: object) => {
    const response = await service.client.raw('PATCH', `/tasks/${taskId}/pairs/${pair.pair_id}`, {
      headers: { 'content-type': 'application/json', 'if-match': `"${pair.version}"`, 'accept-language': 'en' },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { data: Pair; details?: { error_code: string; current?: Pair } };
    return { status: response.status, etag: response.headers.get('etag'), ...answer };
  };
  const idle = () =>
    eventually(async () => {
      const { data } = (await service.client.get<{ status: string }>(`/tasks/${taskId}`)).body;
      expect(data.status).not.toBe('in_progress');
    });
  /** Runs a step and gives its result. */
  const run = async (step: string) => {
    const body = { execution_mode: 'step', step_name: step, force_execution: true };
    expect((await service.client.post(`/tasks/${taskId}/execute`, body)).status).toBe(202);
    await idle();
    const [newest] = (await service.client.get<Result>(`/tasks/${taskId}/executions`)).body.data.executions;
    expect(newest).toMatchObject({ status: 'completed' });
    return newest?.execution_result;
  };
  const storedPairs = async (): Promise<number> =>
    (await service.client.get<{ total: number }>(`/tasks/${taskId}/training-data?collection=sql`)).body.data.total;

  it('tells what the pairs cover; nothing was read of real SQL', async () => {
    const { status, body } = await service.client.get(`/tasks/${taskId}/coverage`);
    expect([status, body.data]).toMatchObject([
      200,
      { task_id: taskId, measured: { tables: { total: 2 }, columns: { missing: expect.any(Array) } }, asked: null },
    ]);
    expect((await service.client.get('/tasks/task_20991231_000000/coverage')).status).toBe(404);
  });

  it('adds no pairs for names that nothing has, and says which are near', async () => {
    const wish = (names: object) =>
      service.client.post(`/tasks/${taskId}/execute`, { step_name: 'qa_generation', ...names });
    expect(await wish({ add_for_tables: ['public.bss_compani'] })).toMatchObject({
      status: 400,
      body: {
        details: {
          error_code: 'qa_unknown_tables',
          unknown: [{ name: 'public.bss_compani', nearest: 'public.bss_company' }],
        },
      },
    });
    expect(await wish({ add_of_kinds: ['by_tiem'] })).toMatchObject({
      status: 400,
      body: { details: { error_code: 'qa_unknown_kinds', unknown: [{ name: 'by_tiem', nearest: 'by_time' }] } },
    });
    expect((await service.client.get(`/tasks/${taskId}/runs`)).body.data).toMatchObject({ total: 1 });
  });

  it('lists every pair once, page by page, in either order', async () => {
    for (const order of ['risk', 'file']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      let total = 0;
      while (cursor !== null) {
        const page: List = await list(`?order=${order}&limit=7${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...page.pairs.map(({ pair_id: id }) => id));
        cursor = page.next_cursor;
        total = page.total;
      }
      expect([new Set(seen).size, seen.length]).toEqual([total, total]);
    }
    expect((await list('?cursor=e30')).pairs).toBeUndefined();
  });

  it('shows the second of two people what the first one did', async () => {
    const [pair] = (await list()).pairs as [Pair];
    const first = await patch(pair, { state: 'approved' });
    expect(first).toMatchObject({ status: 200, data: { review: { state: 'approved' } } });
    expect(first.etag).toBe(`"${first.data.version}"`);
    const second = await patch(pair, { state: 'rejected' });
    expect(second).toMatchObject({
      status: 409,
      details: {
        error_code: 'pair_changed_meanwhile',
        current: { version: first.data.version, review: { state: 'approved' } },
      },
    });
    expect(await patch(first.data, { state: 'new' })).toMatchObject({ status: 200 });
  });

  it('answers as documented', async () => {
    const check = await openApiConformance();
    const [pair] = (await list()).pairs as [Pair];
    const base = `/tasks/${taskId}/pairs`;
    const bodies: [string, string, object | undefined][] = [
      ['GET', base, undefined],
      ['GET', `${base}/${pair.pair_id}`, undefined],
      ['POST', `${base}/bulk`, { state: 'approved' }],
      ['POST', `${base}/spot-check`, { n: 3, seed: 'a' }],
      ['POST', `${base}/preview`, { pair_id: pair.pair_id }],
      ['POST', `${base}/preview`, { sql: 'SELECT nothing' }],
      ['POST', `${base}/undo`, {}],
    ];
    for (const [method, path, body] of bodies) {
      const response = await service.client.raw(method, path, {
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const contentType = response.headers.get('content-type') ?? '';
      const answer = { status: response.status, contentType, body: await response.text() };
      expect([path, answer.status, check(method, `/api/v0/data_pipeline${path}`, answer)]).toEqual([path, 200, []]);
    }
  });

  it('loads approved pairs only, and takes one back with its approval', async () => {
    expect(await storedPairs()).toBe(0);
    const { pairs } = await list();
    const approved = await Promise.all(pairs.slice(0, 3).map((pair) => patch(pair, { state: 'approved' })));
    expect((await run('training_load'))?.loaded.sql).toBe(3);
    expect(await storedPairs()).toBe(3);
    const again = (await list()).pairs.find(({ pair_id: id }) => id === approved[0]?.data.pair_id) as Pair;
    await patch(again, { state: 'new' });
    expect((await run('training_load'))?.loaded.sql).toBe(2);
    expect(await storedPairs()).toBe(2);
  });

  it('loads other pairs after a change of the task, whose load is stale until then', async () => {
    const check = await openApiConformance();
    const change = (load: string) =>
      service.client.raw('PATCH', `/tasks/${taskId}`, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ load }),
      });
    const stale = async () => (await service.client.get<{ stale_steps: string[] }>(`/tasks/${taskId}`)).body.data;
    const { total } = await list();
    await patch((await list('?state=new')).pairs[0] as Pair, { state: 'rejected' });
    for (const [load, loaded] of [
      ['all', total],
      ['not_rejected', total - 1],
      ['approved', 2],
    ] as const) {
      const response = await change(load);
      const contentType = response.headers.get('content-type') ?? '';
      const answer = { status: response.status, contentType, body: await response.text() };
      expect([answer.status, check('PATCH', `/api/v0/data_pipeline/tasks/${taskId}`, answer)]).toEqual([200, []]);
      expect(await stale()).toMatchObject({ stale_steps: ['training_load'], parameters: { load } });
      expect((await run('training_load'))?.loaded.sql).toBe(loaded);
      expect(await storedPairs()).toBe(loaded);
      // What it is already changes nothing.
      expect((await change(load)).status).toBe(200);
      expect((await stale()).stale_steps).toEqual([]);
    }
    expect((await change('some')).status).toBe(400);
  });

  it('keeps decisions and edits through a run of all steps', async () => {
    const { pairs } = await list('?state=new');
    const [first] = pairs as [Pair];
    const edited = pairs.find(({ kind }) => kind === 'count') ?? first;
    const sql = `${edited.sql.replace(/;\s*$/, '')} LIMIT 7`;
    expect(await patch(edited, { sql: 'SELECT nothing FROM nowhere' })).toMatchObject({ status: 400 });
    expect(await patch(edited, { sql, state: 'approved' })).toMatchObject({ status: 200, data: { sql } });
    const before = (await list('?state=approved')).pairs.map(({ pair_id: id }) => id).sort();
    await run('ddl_generation');
    await run('qa_generation');
    await run('sql_validation');
    const after = await list('?state=approved');
    expect(after.pairs.map(({ pair_id: id }) => id).sort()).toEqual(before);
    expect(after.pairs.find(({ pair_id: id }) => id === edited.pair_id)?.sql).toBe(sql);
  });

  it('a gate stops the load in a running worker; what was loaded stays', async () => {
    const before = await storedPairs();
    const question = {
      question: 'Which companies are named like an area?',
      // No document states this join.
      gold_sql: [
        'SELECT c.company_name FROM bss_company c JOIN bss_service_area a ON a.service_area_name = c.company_name',
      ],
    };
    const set = await service.client.post<{ set_id: string }>('/question-sets', {
      name: 'gate',
      task_id: taskId,
      questions: [question],
    });
    expect(set.body).toMatchObject({ success: true });
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '高速公路服务区',
      tables: ['bss_company', 'bss_service_area'],
      questions_per_theme: 5,
      evaluation_set: set.body.data.set_id,
      min_context_sufficiency: 100,
    });
    taskId = created.body.data.task_id;
    expect((await service.client.post(`/tasks/${taskId}/execute`, { execution_mode: 'complete' })).status).toBe(202);
    await idle();
    const { executions } = (await service.client.get<Result>(`/tasks/${taskId}/executions`)).body.data;
    expect(executions.find(({ status }) => status === 'failed')).toMatchObject({
      execution_step: 'training_load',
      error_code: 'evaluation_gate_failed',
    });
    expect(await storedPairs()).toBe(0);
    expect(before).toBeGreaterThan(0);
  });
});
