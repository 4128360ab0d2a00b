import pg from 'pg';
import { describeConnection } from '#libs/postgres';
import { translateVectorStoreError } from './errors.js';

/**
 * Runs `work` on one connection to the vector database and closes it. An abort closes it at once, whatever it is
 * waiting for, and what was not committed is gone.
 * @throws DomainError for everything that the database or the network says; the signal's reason when aborted.
 */
export async function withVectorDatabase<T>(
  connectionString: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const client = new pg.Client({
    connectionString,
    application_name: 'data-pipeline training_load',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  // A connection that breaks while idle is reported by the next query.
  client.on('error', () => undefined);
  const close = (): Promise<void> => client.end().catch(() => undefined);
  const onAbort = (): void => void close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    signal.throwIfAborted();
    throw translateVectorStoreError(error, describeConnection(connectionString));
  } finally {
    signal.removeEventListener('abort', onAbort);
    await close();
  }
}

/**
 * One transaction. Everything here runs in one, reads too: behind the embedded PGlite all connections share a single
 * backend, which only within a transaction keeps their messages apart.
 */
export async function inTransaction<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // The first error is the one to report; a broken connection cannot roll back, the server does it then.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
