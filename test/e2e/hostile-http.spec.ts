import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const MB = 1024 * 1024;

describe('hostile HTTP', () => {
  let services: SampleServices;
  let service: TestService;
  let port: number;

  beforeAll(async () => {
    services = await createSampleServices('hostile');
    service = await startService(services.variables, 0);
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

  /** What comes back for raw bytes. */
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

  it.each([
    ['headers beyond 16 KB', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['a URL beyond 16 KB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['what is no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
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

  it('serves others while thousands of connections idle and bodies trickle in, and gives the memory back', async () => {
    await service.client.get('/tasks');
    const before = await residentBytes();
    const sockets = await Promise.all(Array.from({ length: 3_000 }, open));
    for (const socket of sockets.slice(0, 500)) {
      socket.write('POST /api/v0/data_pipeline/tasks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n');
      socket.write('Content-Length: 1000\r\n\r\n{');
    }
    expect((await service.client.get('/tasks')).status).toBe(200);
    for (const socket of sockets) {
      socket.destroy();
    }
    await eventually(async () => {
      expect((await service.client.get('/tasks')).status).toBe(200);
      expect((await residentBytes()) - before).toBeLessThan(80 * MB);
    });
  });
});
