import type { Socket } from 'node:net';
import pg from 'pg';
import { boundServerTexts } from './bounded-texts.js';

/** Then the system asks whether the other side is there, and ends the connection within seconds; else after two hours. */
export const PROBE_AFTER_MS = 10_000;

/** As the driver exports it; see `letForeignClientsSurvive`. */
const DriverClient = pg.Client;

/**
 * A connection whose loss never ends the process: it has a listener for errors from its creation to its end. Texts of its
 * server are short, see `boundServerTexts`.
 *
 * pg-pool removes its own listener when it lends a client, and the borrower (TypeORM, BullMQ) adds another one some
 * microtasks later. A server can end a session in the same network packet as its greeting, so that the error falls
 * between the two. The query that was under way is rejected all the same, and the pool drops the client.
 */
export class SurvivingClient extends DriverClient {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    this.on('error', () => undefined);
    boundServerTexts(this);
  }
}

type Query = (this: pg.Client, ...args: unknown[]) => unknown;

/**
 * A query that had no answer within `query_timeout` leaves its connection busy, and the next query on it would wait for
 * the same silence. So the connection ends. Query classes of our own call this, queries with a promise end by themselves.
 */
export function endAfterSilence(client: pg.ClientBase, { message }: Error): void {
  if (message === 'Query read timeout') {
    socketOf(client as pg.Client).destroy();
  }
}

const endedAfterTimeout: Query = function (...args) {
  const result = (DriverClient.prototype.query as Query).apply(this, args);
  if (result instanceof Promise) {
    result.catch((error: Error) => endAfterSilence(this, error));
  }
  return result;
};
// Not a method: the overloads of the driver cannot be written again.
SurvivingClient.prototype.query = endedAfterTimeout as typeof DriverClient.prototype.query;

/** The socket of a client. */
export function socketOf(client: pg.Client): Socket {
  return client.connection.stream as Socket;
}

/** A pool whose connections can be lost at any instant, lent or idle. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  // eslint-disable-next-line no-restricted-syntax -- the one place
  const pool = new pg.Pool({ Client: SurvivingClient, keepAliveInitialDelayMillis: PROBE_AFTER_MS, ...config });
  // An idle connection that is lost: the next query opens another one.
  pool.on('error', () => undefined);
  return pool;
}

/** For libraries that take `Client` from the driver and let no option replace it. */
export function letForeignClientsSurvive(): void {
  Object.assign(pg, { Client: SurvivingClient });
}
