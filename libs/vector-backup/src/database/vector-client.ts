import { Socket } from 'node:net';
import pg from 'pg';
import { describeConnection } from '#libs/postgres';
import { translateVectorError } from './translate-error.js';

/** Bytes of the one buffer that a socket reads into: large reads are what makes a COPY cheap for the client. */
const READ_BUFFER_BYTES = 512 * 1024;

/** Sockets whose next `data` is a view of their read buffer, valid only until the listener returns. */
export const lendingSockets = new WeakSet<Socket>();

/**
 * A connection to a vector database that closes itself when the signal aborts, whatever it waits for: what was not
 * committed is gone then.
 * @throws DomainError for everything that the database or the network says; the signal's reason when aborted.
 */
export async function withVectorClient<T>(
  connectionString: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const client = new pg.Client({
    connectionString,
    application_name: 'data-pipeline vector_backup',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    ...(usesTls(connectionString) ? {} : { stream: readingSocket }),
  });
  // A connection that breaks while idle is reported by the next query.
  client.on('error', () => undefined);
  const onAbort = (): void => destroy(client);
  signal.addEventListener('abort', onAbort, { once: true });
  let connected = false;
  try {
    await client.connect();
    connected = true;
    return await work(client);
  } catch (error) {
    signal.throwIfAborted();
    throw translateVectorError(error, describeConnection(connectionString), connected);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await close(client);
  }
}

/** A socket that reads into one buffer for ever. Whoever is not known to copy at once gets a copy. */
function readingSocket(): Socket {
  const socket: Socket = new Socket({
    onread: {
      buffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
      callback: (length, buffer) => {
        const view = Buffer.from(buffer.buffer, buffer.byteOffset, length);
        socket.emit('data', lendingSockets.has(socket) ? view : Buffer.from(view));
        return true;
      },
    },
  });
  return socket;
}

/** TLS reads through its own buffers. */
function usesTls(connectionString: string): boolean {
  const mode = new URL(connectionString).searchParams;
  return (mode.has('sslmode') && mode.get('sslmode') !== 'disable') || mode.has('ssl') || mode.has('sslnegotiation');
}

/** The socket of a client; `pg` has it, its types do not say so. */
export function socketOf(client: pg.Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream;
}

function destroy(client: pg.Client): void {
  socketOf(client).destroy();
}

/** Says good-bye where the connection is at rest; one in the middle of something is cut. */
async function close(client: pg.Client): Promise<void> {
  if (socketOf(client).destroyed) {
    return;
  }
  socketOf(client).resume();
  await client.end().catch(() => destroy(client));
}
