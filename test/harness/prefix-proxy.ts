import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** A proxy that serves another server below a prefix, which it strips. */
export async function startPrefixProxy(
  target: string,
  prefix: string,
): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const server = createServer((incoming, answer) => {
    const path = incoming.url ?? '/';
    if (!path.startsWith(`${prefix}/`)) {
      answer.writeHead(404).end();
      return;
    }
    const outgoing = request(`${target}${path.slice(prefix.length)}`, {
      method: incoming.method,
      headers: incoming.headers,
    });
    outgoing.once('response', (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      pipeline(response, answer, () => undefined);
    });
    outgoing.once('error', () => answer.destroy());
    pipeline(incoming, outgoing, () => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
