import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { callCommandLine } from '../harness/command-line.js';
import { eventually } from '../harness/eventually.js';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

jest.setTimeout(120_000);

const SECRET = 'a secret of enough length';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describe('notifications of the running service', () => {
  let services: SampleServices;
  let service: TestService;
  let receiver: Server;
  let received: Received[] = [];

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ headers: request.headers, body });
        response.writeHead(200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    services = await createSampleServices('notifications');
    const variables = { MONITOR_INTERVAL_SECONDS: '1', WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' };
    service = await startService({ ...services.variables, ...variables });
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
    receiver.closeAllConnections();
    await new Promise((resolve) => receiver.close(resolve));
  });

  const address = (): string => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  const events = (): string[] => received.map(({ body }) => (JSON.parse(body) as { event: string }).event);

  async function command<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const environment = { DATA_PIPELINE_URL: service.client.origin, DATA_PIPELINE_LANG: 'en' };
    const { code, stdout, stderr } = await callCommandLine(['notifications', ...args, '--json'], environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return JSON.parse(stdout) as T;
  }

  it('arrive signed when a task ends, are listed, and arrive again on request', async () => {
    const made = await service.client.post('/notifications/targets', {
      ...{ name: 'hook', kind: 'webhook', url: address(), secret: SECRET, events: ['task.ended'], language: 'en' },
    });
    expect(made).toMatchObject({ status: 201, body: { data: { enabled: true } } });
    const created = await service.client.post<{ task_id: string }>('/tasks', {
      business_context: 'Motorway service areas',
      tables: ['public.bss_company'],
    });
    const taskId = created.body.data.task_id;
    await service.client.post(`/tasks/${taskId}/execute`, { step_name: 'ddl_generation' });
    await eventually(async () => expect(received).toHaveLength(1), 60_000);
    const [{ headers, body } = { headers: {}, body: '' }] = received;
    const [, time = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-data-pipeline-signature'])) ?? [];
    expect(signature).toBe(createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex'));
    expect(JSON.parse(body)).toMatchObject({ event: 'task.ended', data: { task_id: taskId } });
    const listed = async () =>
      (await service.client.get<{ deliveries: { delivery_id: string }[] }>('/notifications/deliveries?state=delivered'))
        .body.data.deliveries;
    await eventually(async () => expect(await listed()).toMatchObject([{ event: 'task.ended', attempts: 1 }]));
    const [delivery] = await listed();
    const again = await service.client.post(`/notifications/deliveries/${delivery?.delivery_id}/redeliver`);
    expect(again).toMatchObject({ status: 202, body: { data: { state: 'waiting' } } });
    await eventually(async () => expect(received).toHaveLength(2), 30_000);
    expect(received[1]?.body).toBe(body);
  });

  it('are managed by the command line; one that is switched off waits', async () => {
    received = [];
    const { target_id: id } = await command<{ target_id: string }>(
      ...['create', 'by command', '--address', address(), '--secret', SECRET, '--events', 'task.failed', 'task.stale'],
    );
    expect(await command('disable', id)).toMatchObject({ enabled: false });
    const { delivery_id: delivery } = await command<{ delivery_id: string }>('test', id);
    const waiting = ['deliveries', '--target', id, '--state', 'waiting'];
    expect(await command(...waiting)).toMatchObject({ total: 1, deliveries: [{ event: 'test', attempts: 0 }] });
    expect(await command('enable', id)).toMatchObject({ enabled: true, events: ['task.failed', 'task.stale'] });
    await eventually(async () => expect(events()).toEqual(['test']), 30_000);
    await eventually(async () => expect(await command(...waiting)).toMatchObject({ total: 0 }));
    await command('redeliver', delivery);
    await eventually(async () => expect(events()).toEqual(['test', 'test']), 30_000);
    await command('remove', id);
    expect(await command('list')).toMatchObject({ total: 1, targets: [{ name: 'hook' }] });
  });

  it('refuses to switch a target that does not exist, or without a value', async () => {
    const path = '/notifications/targets/0a6f9d3c-5b7e-4d1f-9a55-6b8f7c2d1e00';
    const patch = (body: object) =>
      service.client.raw('PATCH', path, {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    expect((await patch({ enabled: true })).status).toBe(404);
    expect((await patch({})).status).toBe(400);
  });
});
