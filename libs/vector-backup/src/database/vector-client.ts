import { Socket } from 'node:net';
import type pg from 'pg';
import { describeConnection, withCatalogFirst, withClient } from '#libs/postgres';
import { translateVectorError } from './translate-error.js';

/** Bytes of the one buffer that a socket reads into: large reads are what makes a COPY cheap for the client. */
const READ_BUFFER_BYTES = 512 * 1024;

/** Sockets whose next `data` is a view of their read buffer, valid only until the listener returns. */
export const lendingSockets = new WeakSet<Socket>();

/**
 * A connection to a vector database, see `withClient`.
 * @throws DomainError for everything that the database or the network says; the signal's reason when aborted.
 */
export function withVectorClient<T>(
  connectionString: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const config = {
    connectionString,
    application_name: 'data-pipeline vector_backup',
    ...(usesTls(connectionString) ? {} : { stream: readingSocket }),
  };
  const database = describeConnection(connectionString);
  return withClient(config, signal, withCatalogFirst(work), (error, connected) =>
    translateVectorError(error, database, connected),
  );
}

/** A socket that always reads into the same buffer. Listeners that may keep the data get a copy. */
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
