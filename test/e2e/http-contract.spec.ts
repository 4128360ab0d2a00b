import { writeFile, mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startBuilt, startService, TestClient, type TestService } from '../harness/service.js';

const KEY = 'a-key-that-only-this-test-knows';

describe('the HTTP contract', () => {
  let services: SampleServices;
  let service: TestService;
  let client: TestClient;

  beforeAll(async () => {
    services = await createSampleServices('contract');
    const lists = join(services.directory, 'tables');
    await mkdir(lists, { recursive: true });
    await writeFile(join(lists, 'good.txt'), '\uFEFF# 表清单\nbss_company\npublic.bss_service_area, bss_company\n');
    await writeFile(join(lists, 'empty.txt'), '# nothing\n\n');
    await writeFile(join(lists, 'gbk.txt'), Buffer.from([0xb1, 0xed, 0xc3, 0xfb, 0x0a]));
    await symlink('/etc/hostname', join(lists, 'link.txt'));
    service = await startService(services.variables, 0);
    client = service.client;
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  it('creates a task from a list file, dropping its BOM and duplicates', async () => {
    const created = await client.post<{ task_id: string; status: string; created_at: string }>('/tasks', {
      table_list_file: 'good.txt',
      business_context: '高速公路服务区管理系统',
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      success: true,
      code: 201,
      message: '任务创建成功',
      data: { status: 'pending' },
    });
    expect(created.body.data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/);
    const task = await client.get<{ tables: string[]; step_status: object; current_execution: null }>(
      `/tasks/${created.body.data.task_id}`,
    );
    expect(task.body.data).toMatchObject({
      tables: ['bss_company', 'public.bss_service_area'],
      current_execution: null,
      step_status: {
        ddl_generation: 'pending',
        qa_generation: 'pending',
        sql_validation: 'pending',
        training_load: 'pending',
      },
    });
  });

  const NAMED = { business_context: '服务区' };

  it.each<[string, unknown, number, string]>([
    [
      'a list file outside its folder',
      { ...NAMED, table_list_file: '../../etc/passwd' },
      400,
      'table_list_file_outside',
    ],
    ['an absolute path elsewhere', { ...NAMED, table_list_file: '/etc/passwd' }, 400, 'table_list_file_outside'],
    ['a link that leads out', { ...NAMED, table_list_file: 'link.txt' }, 400, 'table_list_file_outside'],
    ['a list file that is not there', { ...NAMED, table_list_file: 'absent.txt' }, 400, 'table_list_file_missing'],
    ['an empty list file', { ...NAMED, table_list_file: 'empty.txt' }, 400, 'table_list_empty'],
    ['a list in GBK', { ...NAMED, table_list_file: 'gbk.txt' }, 400, 'table_list_not_utf8'],
    ['an empty list', { ...NAMED, tables: [] }, 400, 'request_invalid'],
    ['both kinds of list', { ...NAMED, tables: ['bss_company'], table_list_file: 'good.txt' }, 400, 'request_invalid'],
    ['a wrong type', { ...NAMED, tables: ['bss_company'], enable_sql_validation: 'yes' }, 400, 'request_invalid'],
    ['an unknown field', { ...NAMED, tables: ['bss_company'], db_conection: 'x' }, 400, 'request_invalid'],
    ['tables that do not exist', { ...NAMED, tables: ['bss_compny'] }, 400, 'table_list_tables_not_found'],
    ['a database that does not exist', { ...NAMED, db_name: 'no_such_database' }, 400, 'business_database_unknown'],
    ['a cost that cannot be counted', { ...NAMED, max_cost: 5 }, 400, 'max_cost_without_price'],
    ['malformed JSON', '{"tables": [', 400, 'body_malformed'],
    ['a JSON array', '[]', 400, 'request_invalid'],
    ['JSON null', 'null', 400, 'request_invalid'],
    ['a NUL in a text', '{"tables": ["a"], "task_name": "a\\u0000b"}', 400, 'body_text_unstorable'],
    ['half a surrogate pair', '{"tables": ["a"], "business_context": "\\ud83d"}', 400, 'body_text_unstorable'],
    ['prototype pollution', '{"__proto__": {"x": 1}}', 400, 'body_key_reserved'],
    ['a prototype in a constructor', '{"constructor": {"prototype": {"x": 1}}}', 400, 'body_key_reserved'],
    ['the name of a method', { ...NAMED, toString: 1 }, 400, 'request_invalid'],
    ['no body', undefined, 400, 'request_invalid'],
    ['an empty body', {}, 400, 'request_invalid'],
    ['deep nesting', `{"tables": ${'['.repeat(40)}${']'.repeat(40)}}`, 400, 'body_too_deep'],
    ['a URL for a name', { ...NAMED, db_name: 'postgres://u:secretpw@h/db' }, 400, 'request_invalid'],
    ['a body over the limit', { business_context: 'x'.repeat(1_100_000) }, 413, 'body_too_large'],
  ])('refuses %s', async (_, body, status, code) => {
    const before = (await client.get<{ total: number }>('/tasks')).body.data.total;
    const answer = await client.post('/tasks', body);
    expect([answer.status, answer.body['details']]).toEqual([status, expect.objectContaining({ error_code: code })]);
    expect(answer.body).toMatchObject({
      success: false,
      code: status,
      data: { response: answer.body.message, can_retry: false },
    });
    expect((await client.get<{ total: number }>('/tasks')).body.data.total).toBe(before);
  });

  it('warns of tables that may be missing, in the language of the client', async () => {
    const body = { ...NAMED, tables: ['bss_compny', 'bss_company'], continue_on_error: true };
    const warningsIn = async (language: string) =>
      (
        await client.post<{ warnings?: { code: string; message: string }[] }>('/tasks', body, {
          'accept-language': language,
        })
      ).body.data.warnings;
    const named = expect.stringContaining('bss_compny (≈ public.bss_company)') as unknown;
    expect(await warningsIn('en')).toEqual([{ code: 'task_target.tables_missing', message: named }]);
    expect((await warningsIn('zh'))?.[0]?.message).toContain('目前没有 1 个表');
    const quiet = await client.post('/tasks', { ...NAMED, tables: ['bss_company'] });
    expect(quiet.body.data).not.toHaveProperty('warnings');
  });

  it('keeps the text of a pasted URL to itself', async () => {
    const pasted = 'postgres://u:secretpw@h/db';
    const requests = [
      { ...NAMED, db_name: pasted },
      { business_context: `see ${pasted}` },
      { ...NAMED, task_name: pasted },
    ];
    for (const request of [...requests, { ...NAMED, tables: [pasted] }]) {
      const answer = await client.post('/tasks', request, { 'accept-language': 'en' });
      expect([answer.status, answer.body.message]).toEqual([400, expect.stringMatching(/URL/)]);
      expect(JSON.stringify(answer.body)).not.toContain('secretpw');
    }
  });

  it('needs a body for a cleanup, although every field has a default', async () => {
    const missing = await client.post('/files/cleanup', undefined);
    expect([missing.status, missing.body['details']]).toEqual([
      400,
      expect.objectContaining({ error_code: 'request_invalid' }),
    ]);
    expect((await client.post('/files/cleanup', { dry_run: true })).status).toBe(200);
  });

  it('names every problem of a request at once', async () => {
    const { body } = await client.post('/tasks', { tables: [], theme_count: 0, bogus: 1 });
    const { problems } = body['details'] as { problems: { field: string }[] };
    expect(problems.map(({ field }) => field).sort()).toEqual(['bogus', 'business_context', 'tables', 'theme_count']);
  });

  it('reports errors of every layer in the language of the client', async () => {
    const request = { tables: [], theme_count: 0 };
    const messages = async (language: string) => {
      const { body } = await client.post('/tasks', request, { 'accept-language': language });
      const { problems } = body['details'] as { problems: { field: string; message: string }[] };
      for (const { field, message } of problems) {
        expect(body.message).toContain(`${field}: ${message}`);
      }
      return problems.map(({ message }) => message).join(' ');
    };
    expect(await messages('zh')).toMatch(/应为 1 到 1000 项的列表，收到 0 项.*应为 1 到 100 的整数，收到 0/);
    expect(await messages('en')).toMatch(
      /expected a list of 1 to 1000 items, got 0 items.*expected a whole number from 1 to 100, got 0/,
    );
    expect(await messages('en')).not.toMatch(/\p{Script=Han}/u);
  });

  it.each([
    ['PUT', '/tasks', 'DELETE, GET, HEAD, POST'],
    ['DELETE', '/tasks/task_unknown/execute', 'POST'],
    ['PATCH', '/tasks/task_unknown/files/vector_bak/x.csv', 'DELETE, GET, HEAD'],
    ['POST', '/health/live', 'GET, HEAD'],
    ['QUERY', '/stats', 'GET, HEAD'],
    ['OPTIONS', '/schedules', 'GET, HEAD'],
  ])('answers %s %s with the methods that there are', async (method, path, allowed) => {
    const response = await client.raw(method, path);
    expect([response.status, response.headers.get('allow')]).toEqual([405, allowed]);
    expect(await response.json()).toMatchObject({
      code: 405,
      error_type: 'method_not_allowed',
      details: { allowed_methods: allowed.split(', ') },
    });
  });

  it.each([
    ['GET', '/tasks/task_unknown', 404],
    ['GET', '/tasks/task_unknown/logs', 404],
    ['GET', '/tasks/task_unknown/files', 404],
    ['GET', '/tasks/task_unknown/executions', 404],
    ['POST', '/tasks/task_unknown/execute', 404],
    ['POST', '/tasks/task_unknown/cancel', 404],
    ['GET', '/tasks/..%2f..%2fetc', 400],
    ['GET', '/tasks/a-b', 400],
    ['GET', '/tasks?limit=0', 400],
    ['GET', '/tasks?limit=abc', 400],
    ['GET', '/tasks?status=unknown', 400],
    ['GET', '/nothing', 404],
  ])('%s %s is %i', async (method, path, status) => {
    const response = await client.raw(method, path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ success: false, code: status });
  });

  it('refuses a body that is not JSON by its type', async () => {
    const response = await client.raw('POST', '/tasks', {
      body: '<x/>',
      headers: { 'content-type': 'application/xml' },
    });
    expect(response.status).toBe(415);
  });

  it('refuses broken UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"business_context":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    const response = await client.raw('POST', '/tasks', { body, headers: { 'content-type': 'application/json' } });
    expect(response.status).toBe(400);
  });

  it('speaks English on request, and RFC 9457', async () => {
    const english = await client.get('/tasks/task_unknown', { 'accept-language': 'en' });
    expect(english.body.message).toBe('task not found: task_unknown');
    const problem = await client.raw('GET', '/tasks/task_unknown', { headers: { accept: 'application/problem+json' } });
    expect(problem.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await problem.json()).toMatchObject({
      status: 404,
      title: '资源未找到',
      detail: '任务不存在: task_unknown',
    });
  });

  it.each(['/tasks', '/tasks/task_unknown', '/no/such/route', '/docs'])(
    'sends its security headers with %s',
    async (path) => {
      const { headers } = await client.raw('GET', path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    },
  );

  it('carries a request id through', async () => {
    const given = await client.raw('GET', '/tasks', { headers: { 'x-request-id': 'abc-123' } });
    expect(given.headers.get('x-request-id')).toBe('abc-123');
    const hostile = await client.raw('GET', '/tasks', { headers: { 'x-request-id': 'x'.repeat(500) } });
    expect(hostile.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes a table list by upload or as JSON, and waits for it', async () => {
    const { task_id: taskId } = (await client.post<{ task_id: string }>('/tasks', { business_context: 'x' })).body.data;
    expect((await client.post(`/tasks/${taskId}/execute`)).body['details']).toMatchObject({
      error_code: 'table_list_missing',
    });
    const upload = (name: string, content: string | Uint8Array<ArrayBuffer>) => {
      const form = new FormData();
      form.set('file', new Blob([content]), name);
      return client.raw('POST', `/tasks/${taskId}/upload-table-list`, { body: form });
    };
    expect((await upload('tables.exe', 'a')).status).toBe(400);
    expect((await upload('tables.txt', new Uint8Array([0xb1, 0xed]))).status).toBe(400);
    expect((await upload('tables.txt', 'x'.repeat(2 * 1024 * 1024 + 10))).status).toBe(413);
    expect((await client.raw('POST', `/tasks/${taskId}/upload-table-list`)).status).toBe(415);
    const stored = await upload('tables.txt', '\uFEFFbss_company\nbss_company\npublic.*');
    expect(await stored.json()).toMatchObject({
      success: true,
      data: { table_count: 2, tables: ['bss_company', 'public.*'] },
    });
    const replaced = await client.post(`/tasks/${taskId}/table-list`, {
      tables: 'bss_company, public.bss_service_area',
    });
    expect(replaced.body.data).toMatchObject({ tables: ['bss_company', 'public.bss_service_area'] });
    const unknown = await client.post(`/tasks/${taskId}/table-list`, { tables: 'bss_compny' });
    expect([unknown.status, unknown.body['details']]).toEqual([
      400,
      expect.objectContaining({ error_code: 'table_list_tables_not_found' }),
    ]);
    expect((await upload('tables.txt', 'no_such_table')).status).toBe(400);
  });

  it('answers an execute without a body, with an empty one and with the defaults alike', async () => {
    const { task_id: taskId } = (
      await client.post<{ task_id: string }>('/tasks', { business_context: '服务区', tables: ['bss_company'] })
    ).body.data;
    const empty = await client.raw('POST', `/tasks/${taskId}/execute`, {
      body: '',
      headers: { 'content-type': 'application/json' },
    });
    expect(empty.status).toBe(202);
    expect((await client.post(`/tasks/${taskId}/cancel`)).body.data).toMatchObject({ status: 'cancelled' });
    expect((await client.post(`/tasks/${taskId}/execute`, { execution_mode: 'step' })).status).toBe(400);
    const both = { execution_mode: 'complete', step_name: 'qa_generation' };
    expect((await client.post(`/tasks/${taskId}/execute`, both)).status).toBe(400);
    const step = await client.post(`/tasks/${taskId}/execute`, { step_name: 'ddl_generation' });
    expect(step.body.data).toMatchObject({ execution_mode: 'step', step_name: 'ddl_generation' });
    expect(step.body.data['execution_ids']).toHaveLength(1);
    expect((await client.post(`/tasks/${taskId}/cancel`)).body.data).toMatchObject({ status: 'cancelled' });
    expect((await client.raw('POST', `/tasks/${taskId}/execute`)).status).toBe(202);
  });

  it('pages through the logs by cursor', async () => {
    const { task_id: taskId } = (
      await client.post<{ task_id: string }>('/tasks', { business_context: '服务区', tables: ['bss_company'] })
    ).body.data;
    const page = await client.get<{ logs: { level: string; message: string }[]; total: number }>(
      `/tasks/${taskId}/logs?limit=1&level=info`,
    );
    expect(page.body.data).toMatchObject({
      total: 1,
      logs: [{ level: 'INFO', message: expect.stringContaining(taskId) }],
    });
    expect((await client.get<{ logs: object[] }>(`/tasks/${taskId}/logs?level=ERROR`)).body.data.logs).toEqual([]);
  });

  it('describes every route in OpenAPI 3.1 and shows Swagger and Bull Board', async () => {
    const document = (await (await client.raw('GET', '/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, object>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/v0/data_pipeline/tasks',
        '/api/v0/data_pipeline/tasks/{task_id}/execute',
        '/health/ready',
      ]),
    );
    expect((await client.raw('GET', '/docs')).status).toBe(200);
    const board = await client.raw('GET', '/admin/queues/api/queues');
    expect(((await board.json()) as { queues: { name: string }[] }).queues.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'ddl_generation',
        'qa_generation',
        'sql_validation',
        'training_load',
        'vector_backup',
        'maintenance',
      ]),
    );
    const pause = await client.raw('PUT', '/admin/queues/api/queues/ddl_generation/pause');
    expect(pause.status).toBe(405);
  });

  it('is ready while its services answer', async () => {
    expect((await client.raw('GET', '/health/live')).status).toBe(200);
    expect(await (await client.raw('GET', '/health/ready')).json()).toMatchObject({
      status: 'ok',
      details: { postgres: { status: 'up' }, queue: { status: 'up' }, storage: { status: 'up' } },
    });
  });

  it('asks for a key everywhere but on the health routes, once keys are configured', async () => {
    const guarded = await startService({ ...services.variables, API_KEYS: `${KEY},another-key-of-16-chars` }, 0);
    try {
      const open = guarded.client;
      for (const path of ['/tasks', '/docs', '/openapi.json', '/admin/queues']) {
        expect([path, (await open.raw('GET', path)).status]).toEqual([path, 401]);
      }
      expect((await open.raw('GET', '/health/ready')).status).toBe(200);
      const refused = await open.raw('GET', '/tasks', { headers: { 'x-api-key': `${KEY}x` } });
      expect([refused.status, refused.headers.get('x-content-type-options')]).toEqual([401, 'nosniff']);
      expect((await open.raw('GET', '/tasks', { headers: { 'x-api-key': KEY } })).status).toBe(200);
      expect((await open.raw('GET', '/tasks', { headers: { authorization: `Bearer ${KEY}` } })).status).toBe(200);
      const basic = Buffer.from(`admin:${KEY}`).toString('base64');
      expect((await open.raw('GET', '/admin/queues', { headers: { authorization: `Basic ${basic}` } })).status).toBe(
        200,
      );
      expect(guarded.api.output()).not.toContain(KEY);
    } finally {
      await guarded.stop();
    }
  });

  it('does not start on a configuration that is wrong, and says all that is', async () => {
    const attempt = startBuilt('api', { ...services.variables, HOST: '0.0.0.0', PORT: 'x', LOG_LEVEL: 'loud' });
    await expect(attempt).rejects.toThrow(/ended with 78[\s\S]*PORT[\s\S]*LOG_LEVEL[\s\S]*HOST/);
  });

  it('does not start on a database without the task tables, and says what to run', async () => {
    const attempt = startBuilt('api', { ...services.variables, DATABASE_URL: services.vectorUrl });
    await expect(attempt).rejects.toThrow(/npm run migrate/);
  });
});
