import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const ROOT_KEY = 'the-key-of-the-variable';
const JSON_TYPE = { 'content-type': 'application/json' };

interface SessionData {
  readonly signed_in: boolean;
  readonly key_required: boolean;
  readonly name: string | null;
  readonly scopes: string[];
  readonly version: string | null;
}

describe('sessions of browsers', () => {
  let services: SampleServices;
  let service: TestService;
  /** Another api process of the same installation. */
  let second: TestService;

  const logIn = (key: string, headers: Record<string, string> = {}) =>
    service.client.raw('POST', '/session', {
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify({ key }),
    });
  const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';
  const sent = (response: Response) => ({ cookie: cookieOf(response).split(';')[0] ?? '' });
  const createKey = async (scopes: string[]) => {
    const body = { name: `a ${scopes.join(' ')} key`, scopes, expires_days: 1 };
    const { body: answer } = await service.client.post<{ api_key: string; key_id: string }>('/keys', body, {
      'x-api-key': ROOT_KEY,
    });
    return answer.data;
  };

  beforeAll(async () => {
    services = await createSampleServices('session');
    const variables = { ...services.variables, API_KEYS: ROOT_KEY, WRONG_KEYS_PER_MINUTE: '5' };
    service = await startService({ ...variables, TRUSTED_PROXIES: '127.0.0.0/8' }, 0);
    second = await startService(variables, 0);
  });

  afterAll(async () => {
    await Promise.all([service?.stop(), second?.stop()]);
    await services?.remove();
  });

  it('stands for a key in every api process, in a cookie that no script and no other site gets', async () => {
    const { api_key: key } = await createKey(['run']);
    const answer = await logIn(key);
    expect([answer.status, cookieOf(answer)]).toEqual([
      200,
      expect.stringMatching(/^data_pipeline_session=v1\.[^;]+; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/),
    ]);
    expect(cookieOf(answer)).not.toContain(key);
    for (const { client } of [service, second]) {
      const { body } = await client.get<SessionData>('/session', sent(answer));
      expect(body.data).toMatchObject({
        signed_in: true,
        key_required: true,
        name: 'a run key',
        scopes: ['read', 'run'],
        time_zone: 'Asia/Shanghai',
        expires_at: expect.any(String),
      });
      expect((await client.get('/tasks', sent(answer))).status).toBe(200);
      expect((await client.get('/audit', sent(answer))).status).toBe(403);
    }
  });

  it('is for HTTPS only where a proxy says that the browser uses it', async () => {
    const answer = await logIn(ROOT_KEY, { 'x-forwarded-proto': 'https' });
    expect(cookieOf(answer)).toContain('; Secure');
  });

  it('opens the API reference and, for admins, the queue board', async () => {
    const admin = sent(await logIn(ROOT_KEY));
    const reader = sent(await logIn((await createKey(['read'])).api_key));
    const status = async (path: string, headers: Record<string, string>) =>
      (await service.client.raw('GET', path, { headers })).status;
    expect([await status('/docs', reader), await status('/admin/queues', reader)]).toEqual([200, 403]);
    expect([await status('/docs', admin), await status('/admin/queues', admin)]).toEqual([200, 200]);
  });

  it('says to everybody whether a key is needed, and nothing else before the login', async () => {
    const { body } = await service.client.get<SessionData>('/session');
    expect(body.data).toMatchObject({ signed_in: false, key_required: true, name: null, scopes: [], version: null });
  });

  it('takes no login and no change from pages of other sites', async () => {
    expect((await logIn(ROOT_KEY, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const admin = sent(await logIn(ROOT_KEY));
    const change = (headers: Record<string, string>) =>
      service.client.post('/files/cleanup', {}, { ...admin, ...headers });
    expect((await change({ 'sec-fetch-site': 'same-site' })).body).toMatchObject({
      details: { error_code: 'foreign_page' },
    });
    expect((await change({ origin: 'http://x.example' })).status).toBe(403);
    expect((await change({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('ends with its key, with its cookie, and with another secret', async () => {
    const { api_key: key, key_id: id } = await createKey(['admin']);
    const answer = await logIn(key);
    const left = await service.client.raw('DELETE', '/session', { headers: sent(answer) });
    expect(cookieOf(left)).toMatch(/^data_pipeline_session=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/);
    const [name, sealed = ''] = (sent(answer).cookie ?? '').split('=');
    const changed = { cookie: `${name}=${sealed.slice(0, -3)}AAA` };
    expect((await service.client.get('/tasks', changed)).status).toBe(401);
    const revoked = await service.client.raw('DELETE', `/keys/${id}`, { headers: { 'x-api-key': ROOT_KEY } });
    expect(await revoked.json()).toMatchObject({ data: { key_id: id, state: 'revoked' } });
    const deadline = Date.now() + 15_000;
    for (let status = 200; status !== 401; status = (await service.client.get('/tasks', sent(answer))).status) {
      expect(Date.now()).toBeLessThan(deadline);
    }
    // A session that has ended is no guess: a page that goes on asking does not lock its user out.
    for (let request = 0; request < 10; request += 1) {
      await service.client.get('/tasks', sent(answer));
    }
    expect((await logIn(ROOT_KEY)).status).toBe(200);
  });

  it('limits wrong keys like those in headers, and asks no browser for a password in the middle of a page', async () => {
    const page = await service.client.raw('GET', '/tasks', { headers: { accept: 'application/json' } });
    expect([page.status, page.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    const statuses = [];
    for (let guess = 0; guess < 7; guess += 1) {
      statuses.push((await logIn(`guess ${guess}`, { 'x-forwarded-for': '203.0.113.7' })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  });

  it('leaves neither the key nor the cookie in the audit log', async () => {
    const { api_key: key } = await createKey(['read']);
    const answer = await logIn(key);
    const log = await eventually(async () => {
      const { body } = await service.client.get('/audit?limit=500', { 'x-api-key': ROOT_KEY });
      const text = JSON.stringify(body);
      expect(text).toContain('"details":{"body":{"key":"***"}');
      return text;
    });
    expect(log).not.toContain(key);
    expect(log).not.toContain((sent(answer).cookie ?? '').split('=')[1]);
  });
});

describe('an installation without keys', () => {
  let services: SampleServices;
  let service: TestService;

  beforeAll(async () => {
    services = await createSampleServices('keyless');
    service = await startService(services.variables, 0);
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  it('needs no login, serves the console to browsers and errors to programs', async () => {
    const { body } = await service.client.get<SessionData>('/session');
    expect(body.data).toMatchObject({ signed_in: true, key_required: false, name: null });
    expect(body.data.scopes).toEqual(['read', 'run', 'admin']);
    const ask = async (path: string, accept: string, method = 'GET') => {
      const response = await fetch(`${service.client.origin}${path}`, { method, headers: { accept } });
      return [response.status, response.headers.get('content-type')?.split(';')[0]];
    };
    const html = 'text/html,application/xhtml+xml,*/*;q=0.8';
    expect(await ask('/', html)).toEqual([200, 'text/html']);
    expect(await ask('/', html, 'HEAD')).toEqual([200, 'text/html']);
    expect(await ask('/tasks/task_1/files', html)).toEqual([200, 'text/html']);
    expect(await ask('/', 'application/json')).toEqual([404, 'application/json']);
    expect(await ask('/', '*/*')).toEqual([404, 'application/json']);
    expect(await ask('/tasks', html, 'POST')).toEqual([404, 'application/json']);
    for (const path of ['/api/v0/data_pipeline/nothing', '/v1/nothing', '/health/x', '/assets/x', '/robots.txt']) {
      expect([path, ...(await ask(path, html))]).toEqual([path, 404, 'application/json']);
    }
  });

  it('serves the page with a policy without exceptions, and its way to the root below any prefix', async () => {
    const page = async (path: string) => {
      const response = await fetch(`${service.client.origin}${path}`, { headers: { accept: 'text/html' } });
      return { headers: response.headers, text: await response.text() };
    };
    const { headers, text } = await page('/');
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|data:/);
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-cache', 'same-origin']);
    expect(text).toContain('<base href="./" />');
    expect((await page('/tasks/a/files')).text).toContain('<base href="../../" />');
    const script = /src="\.\/(assets\/[^"]+)"/.exec(text)?.[1];
    const asset = await fetch(`${service.client.origin}/${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
  });
});
