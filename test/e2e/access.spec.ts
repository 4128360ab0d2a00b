import { execFile } from 'node:child_process';
import { get, type IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { eventually } from '../harness/eventually.js';
import { startService, type TestService } from '../harness/service.js';

const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../dist/apps/cli/src/main.js', import.meta.url));
const BODIES: Readonly<Record<string, object>> = {
  '/tasks': { business_context: 'x', tables: ['bss_company'] },
  '/search': { question: 'x' },
  '/context': { question: 'x' },
  '/v1/embeddings': { model: 'built-in-zh-en-v1-768', input: 'x' },
};
interface Change {
  readonly needs: 'run' | 'admin';
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}
const TASK_BODY = { business_context: 'x', tables: ['bss_company'] };
const NO_TASK = 'task_20200101_000000';
/** Every request that deletes or replaces something, and the scope of keys that it needs. */
const CHANGES: readonly Change[] = [
  { needs: 'admin', method: 'POST', path: '/tasks', body: { ...TASK_BODY, replace: 'database' } },
  { needs: 'admin', method: 'POST', path: '/tasks', body: { ...TASK_BODY, reembed: true } },
  { needs: 'run', method: 'POST', path: '/tasks', body: { ...TASK_BODY, replace: true } },
  { needs: 'admin', method: 'DELETE', path: '/tasks', body: { task_ids: ['x'], delete_database_records: true } },
  { needs: 'admin', method: 'DELETE', path: '/tasks/TASK' },
  { needs: 'admin', method: 'DELETE', path: '/tasks/TASK?delete_database_records=true' },
  { needs: 'admin', method: 'DELETE', path: '/tasks/TASK/files/x.txt' },
  { needs: 'run', method: 'DELETE', path: '/tasks/TASK/schedule' },
  { needs: 'admin', method: 'DELETE', path: '/tasks/TASK/training-data' },
  { needs: 'run', method: 'PATCH', path: '/tasks/TASK/pairs/pair_x', body: { state: 'approved' } },
  { needs: 'run', method: 'POST', path: '/tasks/TASK/pairs/bulk', body: { state: 'approved' } },
  { needs: 'run', method: 'POST', path: '/tasks/TASK/pairs/undo', body: {} },
  { needs: 'run', method: 'POST', path: '/tasks/TASK/pairs/preview', body: { sql: 'SELECT 1' } },
  {
    needs: 'run',
    method: 'PATCH',
    path: '/tasks/TASK/semantic-model',
    body: { part: 'table', table: 'public.x', set: { kind: 'log' } },
  },
  {
    needs: 'run',
    method: 'POST',
    path: '/tasks/TASK/semantic-model/relationships',
    body: { from: 'public.x', from_columns: ['a'], to: 'public.y', to_columns: ['b'] },
  },
  { needs: 'run', method: 'POST', path: '/tasks/TASK/semantic-model/undo', body: {} },
  { needs: 'admin', method: 'DELETE', path: '/vector/operations/1' },
  { needs: 'admin', method: 'DELETE', path: '/keys/99999999' },
  { needs: 'admin', method: 'POST', path: '/keys', body: { name: 'x', scopes: ['read'] } },
  { needs: 'admin', method: 'DELETE', path: '/question-sets/set_1' },
  { needs: 'admin', method: 'POST', path: '/files/cleanup', body: { days_to_keep: 3650 } },
  { needs: 'admin', method: 'POST', path: '/vector/backup', body: { truncate_vector_tables: true, async: true } },
  { needs: 'admin', method: 'POST', path: '/vector/restore', body: { truncate_before_restore: true, async: true } },
  // Outputs of the task itself.
  {
    needs: 'run',
    method: 'POST',
    path: '/tasks/TASK/execute',
    body: { execution_mode: 'complete', force_execution: true, clean_existing_files: true },
  },
  {
    needs: 'run',
    method: 'PUT',
    path: '/tasks/TASK/schedule',
    body: { cron: '0 3 * * *', clean_existing_files: true },
  },
  { needs: 'run', method: 'POST', path: '/tasks/TASK/files', body: { overwrite_mode: 'replace' } },
];
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly parameters?: readonly { readonly name: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
interface Api {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
const ROOT_KEY = 'the-key-of-the-variable';

describe('keys, scopes, audit log and rate limit', () => {
  let services: SampleServices;
  let service: TestService;
  /** Another api process of the same installation. */
  let second: TestService;
  const keys: Record<string, string> = {};
  let taskId: string;

  const cli = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, [CLI, 'keys', ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...services.variables },
    });
    return stdout;
  };
  const as = (name: string) => ({ 'x-api-key': keys[name] ?? '' });

  const send = (method: string, path: string, body: object | undefined, headers: Record<string, string>) =>
    service.client.raw(method, path, {
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  beforeAll(async () => {
    services = await createSampleServices('access');
    for (const scope of ['read', 'run', 'admin']) {
      keys[scope] = (await cli('create', '--name', `the ${scope} key`, '--scopes', scope)).trim();
    }
    const variables = { ...services.variables, API_KEYS: ROOT_KEY, RATE_LIMIT_PER_MINUTE: '200' };
    service = await startService({ ...variables, TRUSTED_PROXIES: '127.0.0.0/8' }, 0);
    second = await startService(variables, 0);
    const proxied = { ...as('run'), 'x-forwarded-for': '203.0.113.9, 192.0.2.10' };
    const created = await service.client.post<{ task_id: string }>(
      '/tasks',
      { business_context: '服务区', tables: ['bss_company'] },
      proxied,
    );
    taskId = created.body.data.task_id;
  });

  afterAll(async () => {
    await Promise.all([service?.stop(), second?.stop()]);
    await services?.remove();
  });

  it('stores hashes of keys, not keys', async () => {
    const list = await cli('list');
    expect(list).toMatch(/the read key\s+dpk_.{8}…\s+read/);
    for (const key of Object.values(keys)) {
      expect(key).toMatch(/^dpk_[\w-]{43}$/);
      expect(list).not.toContain(key);
    }
  });

  it.each([
    ['read', 'GET', '/tasks', 200],
    ['read', 'GET', '/monitor/status', 200],
    ['read', 'POST', '/tasks', 403],
    ['read', 'GET', '/v1/models', 200],
    ['read', 'POST', '/v1/embeddings', 200],
    ['run', 'POST', '/v1/embeddings', 200],
    // The store of this installation is empty.
    ['read', 'POST', '/search', 404],
    ['read', 'POST', '/context', 404],
    ['read', 'GET', '/audit', 403],
    ['read', 'GET', '/admin/queues', 403],
    ['read', 'GET', '/admin/queues/api/queues', 403],
    ['read', 'GET', '/docs', 200],
    ['run', 'POST', '/tasks', 201],
    ['run', 'GET', '/audit', 403],
    ['run', 'GET', '/keys', 403],
    ['admin', 'GET', '/keys', 200],
    ['admin', 'GET', '/audit', 200],
    ['admin', 'GET', '/admin/queues', 200],
  ])('a key with the scope %s may: %s %s → %i', async (name, method, path, status) => {
    const body = method === 'POST' ? { body: JSON.stringify(BODIES[path]) } : {};
    const headers = { ...as(name), ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) };
    const response = await service.client.raw(method, path, { ...body, headers });
    expect(response.status).toBe(status);
    if (status === 403) {
      expect(await response.json()).toMatchObject({ success: false, code: 403, error_type: 'forbidden' });
    }
  });

  it('asks for an admin key wherever data of others is deleted or replaced', async () => {
    const forbidden = CHANGES.filter(({ needs }) => needs === 'admin');
    for (const { method, path, body } of forbidden) {
      for (const key of ['read', 'run']) {
        const answer = await send(method, path.replace('TASK', NO_TASK), body, as(key));
        expect([key, method, path, body, answer.status]).toEqual([key, method, path, body, 403]);
      }
      const answer = await send(method, path.replace('TASK', NO_TASK), body, as('admin'));
      expect([method, path, body, [401, 403].includes(answer.status)]).toEqual([method, path, body, false]);
    }
    for (const { method, path, body } of CHANGES.filter(({ needs }) => needs === 'run')) {
      const target = path.replace('TASK', NO_TASK);
      const reading = await send(method, target, body, as('read'));
      const running = await send(method, target, body, as('run'));
      expect([method, path, body, reading.status, running.status === 403]).toEqual([method, path, body, 403, false]);
    }
  });

  it('has a line in that table for every parameter whose name deletes or replaces', async () => {
    const names = /replace|clean|truncate|delete|drop|overwrite|force|reembed|remove|purge|erase|days_to_keep/;
    const document = (await (await service.client.raw('GET', '/openapi.json', { headers: as('read') })).json()) as Api;
    const found = Object.values(document.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ parameters = [], requestBody }) => [
        ...parameters.map(({ name }) => name),
        ...Object.values(requestBody?.content ?? {}).flatMap(({ schema: { $ref = '', properties = {} } }) =>
          Object.keys(document.components.schemas[$ref.split('/').at(-1) ?? '']?.properties ?? properties),
        ),
      ]);
    expect(found).toContain('replace');
    const tested = new Set(CHANGES.flatMap(({ body }) => Object.keys(body ?? {})));
    expect(found.filter((name) => names.test(name) && !tested.has(name))).toEqual([]);
  });

  it('says how a key is sent, to people and to browsers', async () => {
    for (const language of ['zh', 'en']) {
      const { body } = await service.client.get('/tasks', { 'accept-language': language });
      expect(body).toMatchObject({ code: 401, message: expect.stringContaining('Authorization: Bearer') });
    }
    const answer = await new Promise<IncomingMessage>((resolve) => get(`${service.client.origin}/docs`, resolve));
    answer.resume();
    // Chromium asks for a password only when this is the first challenge of a header.
    expect(answer.headersDistinct['www-authenticate']).toContainEqual(expect.stringMatching(/^Basic realm=/));
  });

  it('reaches the dashboard by no other spelling of its path', async () => {
    for (const path of ['/admin//queues', '/admin/queues/', '/admin/%71ueues', '/ADMIN/queues', '/admin/./queues/']) {
      const response = await service.client.raw('GET', path, { headers: as('read') });
      expect([path, [403, 404].includes(response.status)]).toEqual([path, true]);
    }
  });

  it('writes down who changed what, and who was refused', async () => {
    const entries = await eventually(async () => {
      const { body } = await service.client.get<{ entries: Record<string, unknown>[]; total: number }>('/audit', {
        'x-api-key': ROOT_KEY,
      });
      expect(body.data.entries).toContainEqual(
        expect.objectContaining({
          actor: 'the read key',
          action: 'POST /api/v0/data_pipeline/tasks',
          status: 403,
        }),
      );
      return body.data.entries;
    });
    expect(entries).toContainEqual(
      expect.objectContaining({
        actor: 'the run key',
        action: 'POST /api/v0/data_pipeline/tasks',
        status: 201,
        // The nearest address that no trusted proxy has; what a client writes before it counts for nothing.
        ip_address: '192.0.2.10',
        details: { body: { business_context: '服务区', tables: ['bss_company'] }, answer: { task_id: taskId } },
      }),
    );
    const { body } = await service.client.get<{ total: number }>(`/audit?mentions=${taskId}`, {
      'x-api-key': ROOT_KEY,
    });
    expect(body.data.total).toBe(1);
    expect(entries).toContainEqual(expect.objectContaining({ action: 'keys create', target: 'the admin key' }));
    expect(entries.filter(({ action }) => String(action).startsWith('GET'))).toEqual([]);
  });

  it('takes no changes from pages of other sites that a browser adds the password to', async () => {
    const password = { authorization: `Basic ${Buffer.from(`x:${keys['admin']}`).toString('base64')}` };
    const clean = (site: string) => service.client.post('/files/cleanup', {}, { ...password, 'sec-fetch-site': site });
    expect((await clean('cross-site')).body).toMatchObject({ code: 403, details: { error_code: 'foreign_page' } });
    expect((await clean('same-origin')).status).toBe(200);
    const retry = await service.client.raw('PUT', '/admin/queues/api/queues/ddl_generation/pause', {
      headers: { ...password, origin: 'https://x.example' },
    });
    expect(await retry.json()).toMatchObject({ code: 403, details: { error_code: 'foreign_page' } });
  });

  it('writes down logins to databases, also with a key that only reads, and limits wrong ones', async () => {
    const wrong = new URL(services.variables['BUSINESS_DATABASE_URL'] ?? '');
    const login = (user: string) => {
      [wrong.username, wrong.password] = [user, 'guess-of-a-password'];
      const body = { db_connection: wrong.toString() };
      return fetch(`${service.client.origin}/api/v0/database/tables`, {
        method: 'POST',
        headers: { ...as('read'), 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    };
    const statuses: number[] = [];
    for (let guess = 0; guess < 25; guess += 1) {
      statuses.push((await login(`nobody_${guess}`)).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 400));
    expect(statuses.slice(20)).toEqual([429, 429, 429, 429, 429]);
    await eventually(async () => {
      const { body } = await service.client.get<{ entries: unknown[]; total: number }>(
        '/audit?mentions=db_connection',
        {
          'x-api-key': ROOT_KEY,
        },
      );
      expect(body.data.total).toBe(25);
      expect(body.data.entries).toContainEqual(expect.objectContaining({ actor: 'the read key', status: 400 }));
      expect(JSON.stringify(body)).not.toContain('guess-of-a-password');
    });
  });

  it('limits and writes down unknown keys, without locking known ones out', async () => {
    const guess = (key: string) => second.client.get('/tasks', { 'x-api-key': key });
    expect((await second.client.get('/tasks', as('read'))).status).toBe(200);
    const statuses: number[] = [];
    for (let number = 0; number < 23; number += 1) {
      statuses.push((await guess(`dpk_${number}`)).status);
    }
    expect(statuses.slice(19)).toEqual([401, 429, 429, 429]);
    expect((await guess('dpk_23')).headers.get('retry-after')).toMatch(/^[1-9]\d?$/);
    // The other api has not met the sender: it hears of the others with its first guess.
    const elsewhere = (key: string) => service.client.get('/tasks', { 'x-api-key': key });
    expect([(await elsewhere('dpk_24')).status, (await elsewhere('dpk_25')).status]).toEqual([401, 429]);
    expect((await second.client.get('/tasks', as('read'))).status).toBe(200);
    await eventually(async () => {
      const { body } = await service.client.get<{ entries: unknown[]; total: number }>('/audit?actor=unknown key', {
        'x-api-key': ROOT_KEY,
      });
      expect(body.data.total).toBe(21);
      expect(body.data.entries[0]).toMatchObject({ status: 401, ip_address: '127.0.0.1', details: null });
    });
  });

  it('ends a key that is revoked, and the streams that it has opened', async () => {
    const stream = await service.client.raw('GET', `/tasks/${taskId}/events`, { headers: as('run') });
    expect(stream.status).toBe(200);
    const id = /^(\d+)\s+the run key/m.exec(await cli('list'))?.[1] ?? '';
    expect(await cli('revoke', id)).toContain('the run key');
    await expect(cli('revoke', id)).rejects.toMatchObject({ code: 4 });
    await eventually(async () => {
      expect((await service.client.get('/tasks', as('run'))).status).toBe(401);
    });
    expect(await stream.text()).not.toContain('event: end');
    expect((await service.client.get(`/tasks/${taskId}`, as('read'))).status).toBe(200);
  });

  it('slows down a key that asks too often, whatever process it asks, and no other one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 240 }, (_, number) =>
        (number % 2 === 0 ? service : second).client.raw('GET', '/monitor/anomalies', { headers: as('read') }),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused[0]?.json()).toMatchObject({
      code: 429,
      error_type: 'rate_limited',
      data: { can_retry: true },
    });
    expect((await service.client.get('/tasks', as('admin'))).status).toBe(200);
  });
});
