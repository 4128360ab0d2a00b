import type pg from 'pg';
import { PROBE_AFTER_MS, socketOf, SurvivingClient } from './surviving-client.js';

/**
 * Runs `work` on a connection of its own. An abort closes the connection at once; uncommitted
 * changes are rolled back.
 * @param translate translates an error of the database or the network; `connected`: after the login
 * @throws what `translate` gives; the signal's reason when aborted
 */
export async function withClient<T>(
  config: pg.ClientConfig,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
  translate: (error: unknown, connected: boolean) => Error,
): Promise<T> {
  signal.throwIfAborted();
  // A connection that breaks while idle is reported by the next query.
  const client = new SurvivingClient({
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_AFTER_MS,
    ...config,
  });
  const onAbort = (): void => destroy(client);
  signal.addEventListener('abort', onAbort, { once: true });
  let connected = false;
  try {
    await client.connect();
    connected = true;
    return await work(client);
  } catch (error) {
    signal.throwIfAborted();
    throw translate(error, connected);
  } finally {
    signal.removeEventListener('abort', onAbort);
    await close(client);
  }
}

function destroy(client: pg.Client): void {
  socketOf(client).destroy();
}

/** Closes an idle connection with Terminate, and destroys the socket of a busy one. */
async function close(client: pg.Client): Promise<void> {
  if (socketOf(client).destroyed) {
    return;
  }
  socketOf(client).resume();
  await client.end().catch(() => destroy(client));
}
