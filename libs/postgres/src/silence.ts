import type pg from 'pg';

/** pg reads `query_timeout` for each query. Its types do not have it. */
interface Bounded {
  readonly connectionParameters: { query_timeout?: number };
}

/**
 * Bounds the wait for the answer of each query: after this time it ends with `Query read timeout`, as a lost connection. A
 * server or a network can fall silent without closing the connection, and the operating system notices only after hours.
 * @param milliseconds longer than the server's own limit of a statement; 0: no bound
 */
export function boundSilence(client: pg.ClientBase, milliseconds: number): void {
  (client as unknown as Bounded).connectionParameters.query_timeout = milliseconds;
}

/** @returns milliseconds that a query of this client waits for its answer; 0: no bound */
export function silenceBound(client: pg.ClientBase): number {
  return (client as unknown as Partial<Bounded>).connectionParameters?.query_timeout ?? 0;
}
