import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { postWebhook } from './post-webhook.js';

const secret = 'a-secret-of-enough-length';
const message = { id: '7', event: 'anomaly.opened', body: '{"规则":"no_worker"}' };

describe('postWebhook', () => {
  const received: { headers: IncomingHttpHeaders; body: string }[] = [];
  let server: Server;
  let port: number;
  let status = 204;

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ headers: request.headers, body });
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    ({ port } = server.address() as AddressInfo);
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const to = (host: string, allowedHosts: string[] = []) =>
    postWebhook({ url: `http://${host}:${port}/hook`, secret, allowedHosts }, message);

  it('signs what it sends, and names event and delivery', async () => {
    status = 204;
    await to('localhost', ['localhost']);
    const { headers, body } = received.at(-1) ?? { headers: {}, body: '' };
    const [, time = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-data-pipeline-signature'])) ?? [];
    expect(body).toBe(message.body);
    expect(signature).toBe(createHmac('sha256', secret).update(`${time}.${body}`).digest('hex'));
    expect(Math.abs(Number(time) - Date.now() / 1000)).toBeLessThan(60);
    expect(headers).toMatchObject({ 'x-data-pipeline-event': 'anomaly.opened', 'x-data-pipeline-delivery': '7' });
  });

  it.each(['localhost', '127.0.0.1', '[::1]', '2130706433', '0x7f.1'])('does not connect to %s', async (host) => {
    const before = received.length;
    await expect(to(host)).rejects.toMatchObject({ code: 'webhook_address_refused' });
    expect(received).toHaveLength(before);
  });

  it('takes an error, and a redirect, for a failure', async () => {
    for (status of [500, 302]) {
      await expect(to('127.0.0.1', ['127.0.0.1'])).rejects.toMatchObject({ code: 'webhook_failed' });
    }
  });
});
