import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkEveryAnswer, type AnswerWatch } from '../harness/check-every-answer.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { onDatabase } from '../harness/test-database.js';
import { startService, type Answer, type TestClient, type TestService } from '../harness/service.js';

interface FoundTasks {
  tasks: { task_id: string; task_name: string | null; status: string }[];
  pagination: { total: number; total_pages: number; has_next: boolean; has_prev: boolean };
  filters_applied: object;
}

interface FoundLogs {
  logs: { id: number; level: string; message: string; step: string | null; timestamp: string }[];
  pagination: { total: number };
  log_file_info: { exists: boolean; file_size: number; total_lines: number };
}

interface ScheduleView {
  schedule: string;
  time_zone: string;
  next_run_at: string;
  last_started_at: string | null;
  last_refusal: string | null;
}

describe('the rest of the REST API', () => {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;
  let watch: AnswerWatch;

  beforeAll(async () => {
    services = await createSampleServices('rest');
    service = await startService({ ...services.variables, BUSINESS_DATABASE_HOSTS: 'allowed.invalid' }, 1);
    client = service.client;
    watch = await checkEveryAnswer();
  });

  afterAll(async () => {
    watch?.stop();
    await service?.stop();
    await services?.remove();
  });

  async function create(body: object = {}): Promise<string> {
    const created = await client.post<{ task_id: string }>('/tasks', {
      business_context: '服务区',
      tables: ['bss_company'],
      ...body,
    });
    expect(created.status).toBe(201);
    return created.body.data.task_id;
  }

  async function call<T>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(`${client.origin}${path.startsWith('/api') ? '' : '/api/v0/data_pipeline'}${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer<T>['body'] };
  }

  function errorCode(answer: Answer<unknown>): [number, unknown] {
    return [answer.status, (answer.body['details'] as { error_code?: string }).error_code];
  }

  function set(taskId: string, assignments: string): Promise<unknown> {
    return onDatabase(services.taskUrl, (database) =>
      database.query(`UPDATE data_pipeline_tasks SET ${assignments} WHERE task_id = $1`, [taskId]),
    );
  }

  describe('POST /tasks/query', () => {
    it('filters, sorts and pages', async () => {
      const names = ['Alpha 50%', 'alpha two', 'beta'];
      const ids: string[] = [];
      for (const task_name of names) {
        ids.push(await create({ task_name }));
      }
      for (const id of ids) {
        await set(id, `parameters = parameters || '{"db_name": "query_db"}', db_name = 'query_db'`);
      }
      await set(ids[1] ?? '', `status = 'partial_completed', started_at = '2024-03-05T10:00:00+08:00'`);
      const find = async (body: object) =>
        (await client.post<FoundTasks>('/tasks/query', { db_name: 'query_db', ...body })).body.data;
      const found = async (body: object) => (await find(body)).tasks.map(({ task_name: name }) => name);
      expect(await found({ sort_by: 'task_name', sort_order: 'asc' })).toEqual(['Alpha 50%', 'alpha two', 'beta']);
      expect(await found({ task_name: 'ALPHA' })).toHaveLength(2);
      expect(await found({ task_name: '%' })).toEqual(['Alpha 50%']);
      expect(await found({ status: 'partial_completed' })).toEqual(['alpha two']);
      expect(await found({ started_time_start: '2024-03-05', started_time_end: '2024-03-05' })).toEqual(['alpha two']);
      expect(await found({ started_time_start: '2024-03-05T02:00:01Z' })).toEqual([]);
      expect(await found({ created_by: 'nobody' })).toEqual([]);
      expect(await found({ created_by: 'anonymous' })).toHaveLength(3);
      expect(await found({ sort_by: 'started_at', sort_order: 'desc' })).toEqual(
        expect.arrayContaining([expect.anything()]),
      );
      expect(await find({ page: 2, page_size: 2 })).toMatchObject({
        tasks: [{ task_name: 'Alpha 50%' }],
        pagination: { page: 2, page_size: 2, total: 3, total_pages: 2, has_next: false, has_prev: true },
        filters_applied: { db_name: 'query_db' },
        sort_applied: { sort_by: 'created_at', sort_order: 'desc' },
        query_time: expect.stringMatching(/^\d+\.\d{3}s$/),
      });
    });

    it.each([
      { status: 'running' },
      { page: 0 },
      { page_size: 101 },
      { sort_by: 'task_id; DROP TABLE data_pipeline_tasks' },
      { sort_order: 'up' },
      { task_name: '' },
      { task_name: 'x'.repeat(101) },
      { created_time_start: 'yesterday' },
      { created_time_start: '2025-02-30' },
      { bogus: 1 },
    ])('refuses %j', async (body) => {
      expect(errorCode(await client.post('/tasks/query', body))).toEqual([400, 'request_invalid']);
    });
  });

  describe('POST /tasks/{id}/logs/query', () => {
    it('filters before it pages, and sorts', async () => {
      const taskId = await create();
      await onDatabase(services.taskUrl, (database) =>
        database.query(
          `INSERT INTO data_pipeline_task_logs (task_id, log_level, message, step_name, module_name, "timestamp")
           SELECT $1, CASE WHEN n % 10 = 0 THEN 'ERROR' ELSE 'INFO' END, 'line ' || n || ' 100%',
                  CASE WHEN n > 50 THEN 'qa_generation' END, 'Maker',
                  '2024-03-05T00:00:00+08:00'::timestamptz + n * interval '1 minute'
             FROM generate_series(1, 100) n`,
          [taskId],
        ),
      );
      const find = async (body: object) =>
        (await client.post<FoundLogs>(`/tasks/${taskId}/logs/query`, body)).body.data;
      expect(await find({ level: 'error', page_size: 3, page: 2 })).toMatchObject({
        source: 'database',
        logs: [{ message: 'line 70 100%' }, { message: 'line 60 100%' }, { message: 'line 50 100%', step: null }],
        pagination: { page: 2, total: 10, total_pages: 4, has_next: true },
        log_file_info: { exists: true, total_lines: 101 },
      });
      expect((await find({ step_name: 'qa_generation', sort_order: 'asc', page_size: 1 })).logs).toMatchObject([
        { message: 'line 51 100%', step: 'qa_generation' },
      ]);
      expect((await find({ keyword: 'LINE 7' })).pagination.total).toBe(11);
      expect((await find({ keyword: '_', logger_name: 'Maker' })).pagination.total).toBe(0);
      expect((await find({ logger_name: 'Maker' })).pagination.total).toBe(100);
      expect((await find({ start_time: '2024-03-05 01:00', end_time: '2024-03-05 01:05' })).pagination.total).toBe(6);
      expect(
        (await find({ sort_by: 'level', sort_order: 'asc', page_size: 500, logger_name: 'Maker' })).logs[0]?.level,
      ).toBe('ERROR');
    });

    it.each([
      { level: 'LOUD' },
      { page_size: 501 },
      { keyword: 'x'.repeat(201) },
      { step_name: 'x' },
      { sort_by: 'x' },
    ])('refuses %j', async (body) => {
      const taskId = await create();
      expect(errorCode(await client.post(`/tasks/${taskId}/logs/query`, body))).toEqual([400, 'request_invalid']);
    });

    it('knows no log of a task that does not exist', async () => {
      expect(errorCode(await client.post('/tasks/task_absent/logs/query'))).toEqual([404, 'task_not_found']);
    });
  });

  it('tells about the table list of a task', async () => {
    const waiting = (await client.post<{ task_id: string }>('/tasks', { business_context: 'x' })).body.data.task_id;
    expect((await client.get(`/tasks/${waiting}/table-list-info`)).body.data).toMatchObject({
      has_file: false,
      exists: false,
      table_count: 0,
    });
    await client.post(`/tasks/${waiting}/table-list`, { tables: 'bss_company, public.bss_service_area' });
    expect((await client.get(`/tasks/${waiting}/table-list-info`)).body.data).toMatchObject({
      has_file: true,
      file_name: 'table_list.txt',
      file_path: `${waiting}/table_list.txt`,
      table_count: 2,
      table_names: ['bss_company', 'public.bss_service_area'],
    });
    expect((await client.get('/tasks/task_absent/table-list-info')).status).toBe(404);
  });

  describe('schedules', () => {
    it('are stored, listed, replaced and removed', async () => {
      const taskId = await create({ task_name: 'Every night', schedule: '0 2 * * *' });
      const get = () => client.get<ScheduleView>(`/tasks/${taskId}/schedule`);
      expect((await get()).body.data).toMatchObject({
        task_name: 'Every night',
        schedule: '0 2 * * *',
        time_zone: 'Asia/Shanghai',
        next_run_at: expect.stringMatching(/T02:00:00\+08:00$/),
        last_started_at: null,
      });
      const replaced = await call<ScheduleView>('PUT', `/tasks/${taskId}/schedule`, {
        schedule: '30 6 * * 1-5',
        time_zone: 'UTC',
      });
      expect([replaced.status, replaced.body.data.schedule]).toEqual([200, '30 6 * * 1-5']);
      const listed = await client.get<{ schedules: { task_id: string }[]; total: number }>('/schedules?limit=100');
      expect(listed.body.data.schedules.filter(({ task_id: id }) => id === taskId)).toMatchObject([
        { task_name: 'Every night', schedule: '30 6 * * 1-5' },
      ]);
      expect((await call('DELETE', `/tasks/${taskId}/schedule`)).body.data).toEqual({ task_id: taskId, removed: true });
      expect(errorCode(await get())).toEqual([404, 'schedule_not_found']);
      expect((await call('DELETE', `/tasks/${taskId}/schedule`)).status).toBe(404);
    });

    it.each<[object, string]>([
      [{ schedule: 'every day' }, 'schedule_invalid'],
      [{ schedule: '* * * * * *' }, 'schedule_invalid'],
      [{ schedule: '61 * * * *' }, 'schedule_invalid'],
      [{ schedule: '0 0 31 2 *' }, 'schedule_invalid'],
      [{ schedule: '0 2 * * *', time_zone: 'Mars/Olympus' }, 'schedule_time_zone_unknown'],
      [{ schedule: 5 }, 'request_invalid'],
      [{}, 'request_invalid'],
    ])('refuse %j', async (body, code) => {
      const taskId = await create();
      expect(errorCode(await call('PUT', `/tasks/${taskId}/schedule`, body))).toEqual([400, code]);
    });

    it('are refused with the task, before it exists', async () => {
      const total = async () => (await client.get<{ total: number }>('/tasks')).body.data.total;
      const before = await total();
      expect(
        errorCode(await client.post('/tasks', { business_context: 'x', tables: ['bss_company'], schedule: 'never' })),
      ).toEqual([400, 'schedule_invalid']);
      expect(await total()).toBe(before);
    });
  });

  describe('the business database', () => {
    it('lists its tables', async () => {
      const list = async (body: object) =>
        (await call<{ tables: string[]; total: number }>('POST', '/api/v0/database/tables', body)).body.data;
      const all = await list({});
      expect(all.tables).toContain('public.bss_company');
      expect(all.tables).toEqual(all.tables.toSorted());
      expect(all.total).toBe(all.tables.length);
      expect((await list({ table_name_pattern: 'BSS_COMP*' })).tables).toEqual(['public.bss_company']);
      expect((await list({ table_name_pattern: '%company' })).tables).toEqual(['public.bss_company']);
      expect((await list({ schema: 'nothing, public', table_name_pattern: 'bss_company' })).tables).toEqual([
        'public.bss_company',
      ]);
      expect((await list({ schema: 'nothing' })).tables).toEqual([]);
    });

    it('documents one table as the step does, in two languages', async () => {
      const document = async (body: object) =>
        (
          await call<{ ddl?: string; md?: string; fields: object[]; table_info: object }>(
            'POST',
            '/api/v0/database/table/ddl',
            body,
          )
        ).body.data;
      const both = await document({ table: 'bss_company', type: 'both' });
      expect(both.ddl).toMatch(/^-- 中文名: .+\n[\s\S]*create table public\.bss_company \(/i);
      expect(both.md).toMatch(/^## bss_company（/);
      expect(both).toMatchObject({
        table_info: {
          table_name: 'bss_company',
          schema_name: 'public',
          full_name: 'public.bss_company',
          kind: 'table',
        },
        fields: expect.arrayContaining([expect.objectContaining({ is_primary_key: true, nullable: false })]),
        generation_info: { output_type: 'both', has_llm_comments: false, language: 'zh' },
      });
      expect(await document({ table: 'public.bss_company' })).not.toHaveProperty('md');
      expect((await document({ table: 'bss_company', type: 'md', language: 'en' })).md).toContain('Columns:');
    });

    it.each<[string, object, number, string]>([
      ['a table that is not there', { table: 'bss_compny' }, 404, 'business_table_not_found'],
      ['a pattern', { table: 'public.*' }, 400, 'business_table_is_pattern'],
      ['several tables', { table: 'a, b' }, 400, 'business_table_is_pattern'],
      ['SQL', { table: "x'; DROP TABLE y" }, 400, 'table_list_invalid_items'],
      ['an unknown type', { table: 'a', type: 'pdf' }, 400, 'request_invalid'],
      ['no table', {}, 400, 'request_invalid'],
      [
        'another server',
        { table: 'a', db_connection: 'postgres://u:p@10.0.0.1/x' },
        403,
        'business_connection_not_allowed',
      ],
      ['no connection string', { table: 'a', db_connection: 'localhost' }, 400, 'business_connection_invalid'],
      [
        'a parameter that leads elsewhere',
        { table: 'a', db_connection: 'postgres://u:p@allowed.invalid/x?host=10.0.0.1' },
        400,
        'business_connection_invalid',
      ],
      [
        'an allowed server that does not answer',
        { table: 'a', db_connection: 'postgres://u:top-secret@allowed.invalid/x' },
        503,
        'database_unreachable',
      ],
    ])('refuses %s', async (_, body, status, code) => {
      const answer = await call('POST', '/api/v0/database/table/ddl', body);
      expect(errorCode(answer)).toEqual([status, code]);
      expect(JSON.stringify(answer.body)).not.toContain('top-secret');
    });

    it('answers 403 where the role of db_connection may not read, and no retry is offered', async () => {
      const role = `reader_${Date.now().toString(36)}`;
      const businessUrl = services.variables['BUSINESS_DATABASE_URL'] ?? '';
      await onDatabase(businessUrl, (business) =>
        business.query(
          `CREATE ROLE ${role} LOGIN PASSWORD 'top-secret'; REVOKE CONNECT ON DATABASE ${new URL(businessUrl).pathname.slice(1)} FROM PUBLIC`,
        ),
      );
      const connection = new URL(businessUrl);
      [connection.username, connection.password] = [role, 'top-secret'];
      for (const [path, body] of [
        ['tables', {}],
        ['table/ddl', { table: 'bss_company' }],
      ] as const) {
        const answer = await call('POST', `/api/v0/database/${path}`, {
          ...body,
          db_connection: connection.toString(),
        });
        expect(errorCode(answer)).toEqual([403, 'database_permission_denied']);
        expect(answer.body.data).toMatchObject({ can_retry: false });
        expect(JSON.stringify(answer.body)).not.toContain('top-secret');
      }
      await onDatabase(businessUrl, (business) => business.query(`DROP ROLE ${role}`));
    });

    it('names the tables that may have been meant', async () => {
      const answer = await call('POST', '/api/v0/database/table/ddl', { table: 'bss_compny' });
      expect(answer.body['details']).toMatchObject({ near: ['public.bss_company'] });
    });
  });

  it('runs a task by its schedule', async () => {
    const taskId = await create({ enable_training_data_load: false, enable_sql_validation: false });
    await call('PUT', `/tasks/${taskId}/schedule`, { schedule: '0 0 1 1 *' });
    // Its turn comes in a year; the queue is told to take it now, as its clock would.
    await takeTurnNow(taskId);
    await eventually(async () => {
      const { data } = (await client.get<ScheduleView>(`/tasks/${taskId}/schedule`)).body;
      expect(data.last_started_at).not.toBeNull();
    });
    const { executions } = (await client.get<{ executions: object[] }>(`/tasks/${taskId}/executions`)).body.data;
    expect(executions).toHaveLength(2);
  });

  async function takeTurnNow(taskId: string): Promise<void> {
    const { Queue } = await import('bullmq');
    const queue = new Queue('schedules', {
      connection: { url: services.variables['QUEUE_URL'] ?? '' },
      prefix: services.variables['QUEUE_PREFIX'] ?? '',
    });
    try {
      const schedulers = await queue.getJobSchedulers();
      expect(schedulers.map(({ key }) => key)).toContain(taskId);
      const delayed = (await queue.getDelayed()).find(({ data }) => (data as { taskId: string }).taskId === taskId);
      await delayed?.promote();
    } finally {
      await queue.close();
    }
  }

  it('answers everything as the API document says', async () => {
    expect(await watch.problems()).toEqual([]);
  });
});
