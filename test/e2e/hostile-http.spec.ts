import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const MB = 1024 * 1024;

/** Makes a process collect its garbage and print what is left of its heap, on SIGUSR2. */
const TELLS_ITS_HEAP =
  "--expose-gc --import data:text/javascript,process.on('SIGUSR2',()=>{gc();console.log('heap',process.memoryUsage().heapUsed)})";

describe('hostile HTTP', () => {
  let services: SampleServices;
  let service: TestService;
  let port: number;

  beforeAll(async () => {
    services = await createSampleServices('hostile');
    service = await startService({ ...services.variables, NODE_OPTIONS: TELLS_ITS_HEAP }, 0);
    port = Number(new URL(service.client.origin).port);
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  const open = () =>
    new Promise<Socket>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket));
      socket.once('error', reject);
    });

  /** The response to raw bytes. */
  const say = async (bytes: string) => {
    const socket = await open();
    socket.write(bytes);
    const answer = await text(socket);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    return { status: Number(head.split(' ')[1]), body: JSON.parse(body) as Record<string, unknown> };
  };

  const residentBytes = async () => {
    const status = await readFile(`/proc/${service.api.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  };

  /** Bytes of the heap that are in use. */
  const heapBytes = async () => {
    const told = () => [...service.api.output().matchAll(/^heap (\d+)$/gm)];
    const before = told().length;
    process.kill(service.api.pid, 'SIGUSR2');
    return eventually(() => {
      expect(told().length).toBeGreaterThan(before);
      return Number(told().at(-1)?.[1]);
    });
  };

  it.each([
    ['headers beyond 16 KB', `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a URL beyond 16 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 431],
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('answers %s in the form of every error', async (_, bytes, status) => {
    const answer = await say(bytes);
    expect(answer).toMatchObject({
      status,
      body: { success: false, code: status, error_type: 'validation_error', data: { can_retry: false } },
    });
  });

  it.each([
    ['deep arrays', `{"tables": ${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
    ['deep objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['a number beyond all bounds', `{"theme_count": 1e${'9'.repeat(1_000)}}`],
    ['NUL and lone surrogates', '{"business_context": "\\u0000 \\ud800", "tables": ["a"]}'],
  ])('refuses %s', async (_, body) => {
    expect((await service.client.post('/tasks', body)).status).toBe(400);
  });

  it.each([
    ['%ff', 'path_malformed', '无法解码', 'cannot be decoded'],
    ['%', 'path_malformed', '无法解码', 'cannot be decoded'],
    ['a'.repeat(2_001), 'path_too_long', '2000', 'limit of 2000'],
  ])('answers a path that the router gives up on (%.10s) as every other error', async (part, code, zh, en) => {
    for (const [language, sentence] of Object.entries({ zh, en })) {
      const { status, headers, body } = await service.client.get(`/tasks/${part}`, { 'accept-language': language });
      expect(body).toMatchObject({
        success: false,
        code: 400,
        error_type: 'validation_error',
        details: { error_code: code },
      });
      expect([status, body.message]).toEqual([400, expect.stringContaining(sentence)]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    }
  });

  it('refuses what pages of other sites send through a browser on this machine', async () => {
    const post = (...headers: string[]) =>
      say(
        [
          'POST /api/v0/data_pipeline/tasks HTTP/1.1',
          'Content-Length: 0',
          'Connection: close',
          ...headers,
          '',
          '',
        ].join('\r\n'),
      );
    const refused = { status: 403, body: { error_type: 'forbidden', details: { error_code: 'foreign_page' } } };
    expect(await post('Host: localhost', 'Sec-Fetch-Site: cross-site')).toMatchObject(refused);
    expect(await post('Host: localhost', 'Origin: https://x.example')).toMatchObject(refused);
    expect(await post('Host: x.example', 'Origin: http://x.example')).toMatchObject({
      status: 403,
      body: { details: { error_code: 'host_not_local' } },
    });
    expect(await say('GET /openapi.json HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n')).toMatchObject({
      status: 403,
    });
    const ours = 'Connection: close\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://localhost';
    expect(await say(`GET /api/v0/data_pipeline/tasks HTTP/1.1\r\nHost: localhost\r\n${ours}\r\n\r\n`)).toMatchObject({
      status: 200,
    });
    expect(
      (
        await service.client.post(
          '/tasks',
          { business_context: '服务区', tables: ['bss_company'] },
          { 'sec-fetch-site': 'same-origin' },
        )
      ).status,
    ).toBe(201);
  });

  it('says what is too much of a form, not that it is too large', async () => {
    const { body } = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: '服务区',
      tables: ['bss_company'],
    });
    const form = new FormData();
    form.append('file', new Blob(['a']), 'a.txt');
    form.append('file', new Blob(['b']), 'b.txt');
    const response = await service.client.raw('POST', `/tasks/${body.data.task_id}/files`, { body: form });
    expect(await response.json()).toMatchObject({ code: 413, details: { error_code: 'form_parts_too_many' } });
  });

  it('decodes no path twice, and leaves no folder', async () => {
    for (const path of [
      '/tasks/task_1%2f..%2f..%2fetc%2fpasswd',
      '/tasks/task_1/files/..%2f..%2fpasswd',
      '/tasks/task_1/files/%252e%252e%252fpasswd',
      '/tasks/%00',
      '/tasks/%ff',
      '/tasks/%',
    ]) {
      const { status } = await service.client.raw('GET', path);
      expect([path, [400, 404].includes(status)]).toEqual([path, true]);
    }
  });

  /** Idle connections at the same time: as many as this machine lets one process have, up to ten thousand. */
  const idleConnections = async () => {
    const limits = await readFile('/proc/self/limits', 'utf8');
    const descriptors = Number(/^Max open files\s+\d+\s+(\d+)/m.exec(limits)?.[1] ?? Infinity);
    return Math.min(10_000, descriptors - 1_000);
  };

  /** Opens them in groups, so that none waits for a place in the queue of the listening socket. */
  const openMany = async (count: number) => {
    const sockets: Socket[] = [];
    while (sockets.length < count) {
      sockets.push(...(await Promise.all(Array.from({ length: Math.min(250, count - sockets.length) }, open))));
    }
    return sockets;
  };

  it('serves others while ten thousand connections idle and bodies trickle in, and gives the memory back', async () => {
    const count = await idleConnections();
    await service.client.get('/tasks');
    const resident = await residentBytes();
    const heap = await heapBytes();
    const sockets = await openMany(count);
    for (const socket of sockets.slice(0, 500)) {
      socket.write(
        'POST /api/v0/data_pipeline/tasks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n',
      );
      socket.write('Content-Length: 1000\r\n\r\n{');
    }
    expect((await service.client.get('/tasks')).status).toBe(200);
    expect((await residentBytes()) - resident).toBeLessThan(400 * MB);
    for (const socket of sockets) {
      socket.destroy();
    }
    await eventually(async () => {
      expect((await service.client.get('/tasks')).status).toBe(200);
      expect((await heapBytes()) - heap).toBeLessThan(15 * MB);
    }, 60_000);
  }, 180_000);
});
