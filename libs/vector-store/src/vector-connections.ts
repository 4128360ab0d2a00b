import type pg from 'pg';
import {
  describeConnection,
  lenderOf,
  openPool,
  searchCatalogFirst,
  socketOf,
  type ConnectionLender,
} from '#libs/postgres';
import { translateVectorStoreError } from './errors.js';

/** Searches at the same time take two connections each while there are some, and else one. */
const MOST = 8;
/** Soon, because an idle connection keeps others from dropping or copying the database. */
const IDLE_MS = 5_000;
/** No search takes so long; without a bound, a silent database would hold a reader for hours. */
const ANSWER_MS = 30_000;

/** Connections to the vector database that wait for the next reader: opening one takes longer than a search. */
export class VectorConnections {
  private readonly pool: pg.Pool;
  private readonly lender: ConnectionLender;

  constructor(private readonly connectionString: string) {
    this.pool = openPool({
      connectionString,
      application_name: 'data-pipeline reader',
      max: MOST,
      idleTimeoutMillis: IDLE_MS,
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
      query_timeout: ANSWER_MS,
      // eslint-disable-next-line @typescript-eslint/no-misused-promises -- the pool waits for it
      onConnect: searchCatalogFirst,
      allowExitOnIdle: true,
    });
    this.lender = lenderOf(this.pool);
  }

  /**
   * Runs `work` on a connection, and with a lender of further ones that are free. An abort closes the connection at once.
   * @throws as `withVectorDatabase`
   */
  async use<T>(
    signal: AbortSignal,
    work: (client: pg.ClientBase, lender: Pick<ConnectionLender, 'lendFree'>) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    try {
      return await this.lender.lend(async (client) => {
        const onAbort = (): void => void socketOf(client as pg.Client).destroy();
        signal.addEventListener('abort', onAbort, { once: true });
        try {
          signal.throwIfAborted();
          return await work(client, this.lender);
        } finally {
          signal.removeEventListener('abort', onAbort);
        }
      });
    } catch (error) {
      signal.throwIfAborted();
      throw translateVectorStoreError(error, describeConnection(this.connectionString));
    }
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
