import { Agent, request as send, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createSampleServices, type SampleServices } from '../harness/sample-services.js';
import { startService, type TestService } from '../harness/service.js';

const SAMPLE = { tables: ['public.*'], business_context: '高速公路服务区管理系统' };
const BOUNDARY = 'a-boundary';

interface Sent {
  readonly status: number;
  readonly socket: unknown;
}

describe('requests that are answered before their body was read', () => {
  let services: SampleServices;
  let service: TestService;
  let taskId: string;

  beforeAll(async () => {
    services = await createSampleServices('unread');
    service = await startService(services.variables, 0);
    taskId = (await service.client.post<{ task_id: string }>('/tasks', SAMPLE)).body.data.task_id;
  });

  afterAll(async () => {
    await service?.stop();
    await services?.remove();
  });

  function form(fileName: string, size: number): Buffer {
    const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), Buffer.alloc(size, 'a'), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
  }

  /** On the one connection of the agent; a client that hears nothing fails the test at its limit. */
  function exchange(
    agent: Agent,
    method: string,
    path: string,
    body?: Buffer,
    type = `multipart/form-data; boundary=${BOUNDARY}`,
  ): Promise<Sent> {
    return new Promise((resolve, reject) => {
      const headers = body && { 'content-type': type, 'content-length': body.length };
      const url = `${service.client.origin}/api/v0/data_pipeline${path}`;
      const sent = send(url, { method, agent, ...(headers && { headers }) }, (response: IncomingMessage) => {
        const { socket } = response;
        response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, socket }));
      });
      sent.once('error', reject);
      sent.end(body);
    });
  }

  it.each([
    ['a file of a type that is not taken', 'files', 'a.exe', 400],
    ['a table list that is no text file', 'upload-table-list', 'a.exe', 400],
  ])('%s leaves the connection usable', async (_, route, fileName, status) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const refused = await exchange(agent, 'POST', `/tasks/${taskId}/${route}`, form(fileName, 400_000));
    expect(refused.status).toBe(status);
    const next = await exchange(agent, 'GET', '/tasks?limit=1');
    expect(next.status).toBe(200);
    expect(next.socket).toBe(refused.socket);
    agent.destroy();
  });

  it('JSON beyond the limit of a body leaves the connection usable', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = Buffer.from(JSON.stringify({ business_context: 'x'.repeat(8 * 1024 ** 2) }));
    const refused = await exchange(agent, 'POST', '/tasks', body, 'application/json');
    expect(refused.status).toBe(413);
    const next = await exchange(agent, 'GET', '/tasks?limit=1');
    expect(next.status).toBe(200);
    expect(next.socket).toBe(refused.socket);
    agent.destroy();
  });

  it('a very large one ends the connection after the answer', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const refused = await exchange(agent, 'POST', `/tasks/${taskId}/files`, form('a.exe', 20 * 1024 ** 2));
    expect(refused.status).toBe(400);
    const next = await exchange(agent, 'GET', '/tasks?limit=1');
    expect(next.status).toBe(200);
    expect(next.socket).not.toBe(refused.socket);
    agent.destroy();
  });
});
