import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A TCP proxy before a service that can refuse connections or keep them silent.
 * @param {string} url of the service
 */
export async function openProxy(url) {
  const target = new URL(url);
  const sockets = new Set();
  let state = 'open';
  const server = createServer((client) => {
    if (state === 'refused') {
      client.destroy();
      return;
    }
    const service = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, service],
      [service, client],
    ]) {
      sockets.add(from);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
      if (state === 'silent') {
        from.pause();
      }
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String(server.address().port);
  return {
    url: through.toString(),
    /** @param {'open' | 'refused' | 'silent'} next */
    set: (next) => {
      state = next;
      for (const socket of sockets) {
        if (next === 'refused') {
          socket.destroy();
        } else {
          socket[next === 'silent' ? 'pause' : 'resume']();
        }
      }
    },
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
    },
  };
}
