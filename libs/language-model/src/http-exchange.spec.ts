import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../../../test/harness/eventually.js';
import { fetchWhole } from './http-exchange.js';

describe('fetchWhole', () => {
  const servers: Server[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  let seen: string[];

  async function serve(name: string): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        seen.push(`${name} ${request.method} ${request.url} ${body}`);
        answer(request, response, body);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const post = (url: string, more: RequestInit = {}): Promise<Response> =>
    fetchWhole(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'the prompt 提示', ...more });

  let origin: string;

  beforeEach(async () => {
    seen = [];
    origin = await serve('first');
  });

  afterEach(() => {
    jest.restoreAllMocks();
    servers.splice(0).forEach((server) => {
      server.closeAllConnections();
      server.close();
    });
  });

  it('sends a body, and gives status, headers and body back', async () => {
    answer = (request, response, body) => {
      response.writeHead(201, {
        'x-type': request.headers['content-type'],
        'x-length': request.headers['content-length'],
      });
      response.end(body);
    };
    const response = await post(`${origin}/v1/chat`);
    expect([response.status, response.headers.get('x-type'), response.headers.get('x-length')]).toEqual([
      201,
      'text/plain',
      '17',
    ]);
    expect(await response.text()).toBe('the prompt 提示');
  });

  it.each([301, 302, 303, 307, 308])('sends no prompt to another server by a %i', async (status) => {
    const other = await serve('other');
    answer = (_request, response) => response.writeHead(status, { location: `${other}/v1/chat` }).end();
    const response = await post(`${origin}/v1/chat`);
    expect(response.status).toBe(421);
    expect(await response.text()).toContain(`another server (${other})`);
    expect(seen).toEqual(['first POST /v1/chat the prompt 提示']);
  });

  it.each(['https://127.0.0.1', 'http://localhost', 'http://127.0.0.1:1', '//127.0.0.1:1'])(
    'takes %s for another server',
    async (location) => {
      answer = (_request, response) => response.writeHead(307, { location: `${location}/v1/chat` }).end();
      expect((await post(`${origin}/v1/chat`)).status).toBe(421);
    },
  );

  it('repeats the request within the server, but not for ever', async () => {
    answer = (request, response) =>
      request.url === '/v1/chat/' ? response.end('found') : response.writeHead(308, { location: '/v1/chat/' }).end();
    expect(await (await post(`${origin}/v1/chat`)).text()).toBe('found');
    expect(seen.at(-1)).toBe('first POST /v1/chat/ the prompt 提示');
    answer = (_request, response) => response.writeHead(307, { location: '/again' }).end();
    expect(await (await post(`${origin}/v1/chat`)).text()).toContain('correct the base URL');
    answer = (_request, response) => response.writeHead(302, { location: '/login' }).end();
    expect(await (await post(`${origin}/v1/chat`)).text()).toContain('redirected to /login');
  });

  it('has no limit of time but the signal: the fetch of Node ends after 300 seconds without headers', async () => {
    const used = jest.spyOn(globalThis, 'fetch');
    const stop = new AbortController();
    answer = () => stop.abort();
    await expect(post(`${origin}/v1/chat`, { signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(used).not.toHaveBeenCalled();
  });

  it.each([400, 503])('reads the beginning of an endless error (%i), and closes the connection', async (status) => {
    let isClosed = false;
    answer = (_request, response) => {
      response.on('close', () => (isClosed = true));
      response.writeHead(status);
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) {
          // Until the socket is full.
        }
      };
      response.on('drain', more);
      more();
    };
    const response = await post(`${origin}/v1/chat`);
    expect([response.status, (await response.text()).length]).toEqual([status, 65_536]);
    await eventually(() => expect(isClosed).toBe(true));
  });

  it('fails for an answer that breaks off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half');
      setImmediate(() => response.destroy());
    };
    await expect(post(`${origin}/v1/chat`)).rejects.toThrow();
  });
});
