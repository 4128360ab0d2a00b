import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { clientMessage, encodeLine, lineReader, type ClientMessage, type HostMessage } from '../control-protocol.js';
import { newSecret, removeHostAddress, writeHostAddress, type EmbeddedFolder } from '../embedded-folder.js';
import type { EmbeddedDatabases } from './embedded-databases.js';
import type { Log } from './host-log.js';

/** The process that started the host connects within this time, or has died. */
const FIRST_LEASE_LIMIT_MS = 20_000;

interface Context {
  readonly folder: EmbeddedFolder;
  readonly databases: EmbeddedDatabases;
  readonly log: Log;
}

/** Counts the processes that use the databases by their open sockets, and stops the databases after the last. */
export interface Leases {
  /** The exit code of the process, after the databases have stopped. */
  readonly ended: Promise<number>;
  end(why: string): void;
}

/** Listens on a private loopback port that `host.json` names, together with the token that opens it. */
export async function serveLeases(context: Context): Promise<Leases> {
  const { folder, databases, log } = context;
  const token = newSecret();
  const sockets = new Set<Socket>();
  const leases = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      sockets.delete(socket);
      giveBack(socket);
    });
    socket.on(
      'data',
      lineReader((line) => void hear(socket, line)),
    );
  });

  let finish: (exitCode: number) => void;
  const ended = new Promise<number>((resolve) => (finish = resolve));
  let ending = false;
  const end = (why: string): void => {
    if (!ending) {
      ending = true;
      log(`stopping: ${why}`);
      void stopEverything(server, sockets, leases, context).then((exitCode) => finish(exitCode));
    }
  };
  const giveBack = (socket: Socket): void => {
    if (!leases.delete(socket)) {
      return;
    }
    if (leases.size === 0) {
      // The releasing client's socket stays open: it closes with this process, after the databases have stopped.
      end('no process uses the databases any more');
    } else {
      socket.end();
    }
  };
  const hear = async (socket: Socket, line: string): Promise<void> => {
    const message = parse(line);
    if (message?.type === 'release') {
      giveBack(socket);
      return;
    }
    if (ending || message?.token !== token) {
      socket.destroy();
      return;
    }
    leases.add(socket);
    clearTimeout(firstLease);
    socket.write(encodeLine({ type: 'accepted' }));
    socket.write(encodeLine(await outcome(databases, message.needs, log)));
  };

  const firstLease = setTimeout(() => end('no client connected'), FIRST_LEASE_LIMIT_MS);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await writeHostAddress(folder, { pid: process.pid, port: (server.address() as AddressInfo).port, token });
  return { ended, end };
}

function parse(line: string): ClientMessage | undefined {
  try {
    return clientMessage.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

async function outcome(
  databases: EmbeddedDatabases,
  needs: Parameters<EmbeddedDatabases['provide']>[0],
  log: Log,
): Promise<HostMessage> {
  try {
    return { type: 'ready', urls: await databases.provide(needs) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log(`failed: ${reason}`);
    return { type: 'failed', reason };
  }
}

async function stopEverything(
  server: Server,
  sockets: Set<Socket>,
  leases: Set<Socket>,
  { folder, databases, log }: Context,
): Promise<number> {
  server.close();
  await removeHostAddress(folder);
  try {
    await databases.stop();
    log('stopped');
    return 0;
  } catch (error) {
    log(`did not stop cleanly: ${String(error)}`);
    return 1;
  } finally {
    leases.clear();
    sockets.forEach((socket) => socket.destroy());
  }
}
