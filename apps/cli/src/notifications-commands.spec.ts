import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { callCommandLine } from '../../../test/harness/command-line.js';

const TARGET = {
  target_id: '0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00',
  name: 'on call',
  kind: 'webhook',
  host: 'hooks.example.com',
  enabled: true,
  events: ['task.failed', 'backup.overdue'],
};
const DELIVERY = {
  delivery_id: '12',
  event: 'task.failed',
  state: 'dead',
  attempts: 6,
  created_at: '2026-01-01T08:00:00+08:00',
  last_error: 'no answer',
};

describe('the lists of notifications', () => {
  const { isTTY } = process.stdout;
  let server: Server;
  let found: object;

  beforeAll(async () => {
    server = createServer((_, reply) => {
      const body = { success: true, code: 200, message: 'ok', data: found };
      reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  afterEach(() => {
    process.stdout.isTTY = isTTY;
  });

  function call(list: string) {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.stdout.isTTY = true;
    return callCommandLine(['notifications', list, '--url', url, '--lang', 'en'], {});
  }

  it.each([
    ['list', { targets: [TARGET], total: 1 }, ['target', 'name', 'kind', 'host', 'state', 'events']],
    ['deliveries', { deliveries: [DELIVERY] }, ['delivery', 'event', 'state', 'attempts', 'created', 'last error']],
  ])('have a head for each column of %s in a terminal', async (list, data, heads) => {
    found = data;
    const { code, stdout, stderr } = await call(list);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [head = '', row = ''] = stdout.split('\n');
    expect(head.split(/ {2,}/)).toEqual(heads);
    expect(row.split(/ {2,}/)).toHaveLength(heads.length);
  });

  it.each([
    ['list', { targets: [], total: 0 }, 'there are no targets\n'],
    ['deliveries', { deliveries: [] }, 'there are no deliveries\n'],
  ])('say that %s is empty', async (list, data, stderr) => {
    found = data;
    expect(await call(list)).toMatchObject({ code: 0, stderr });
  });
});
