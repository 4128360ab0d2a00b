import type pg from 'pg';
import type { ConnectionLender } from '#libs/postgres';
import type { PoolUser, SessionSettings, SharedPool } from './shared-pool.js';

/** Connections of a shared pool, lent to one user. An abort of the signal closes them at once. */
export class LentConnections implements ConnectionLender, PoolUser {
  private readonly lent = new Set<pg.PoolClient>();
  private isClosed = false;

  constructor(
    private readonly pool: SharedPool,
    readonly settings: SessionSettings,
    private readonly signal: AbortSignal,
  ) {
    pool.enter();
    signal.addEventListener('abort', this.cut, { once: true });
  }

  /** @throws the driver's error, or the reason of the signal. */
  async lend<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    this.signal.throwIfAborted();
    const client = await this.connect();
    this.lent.add(client);
    let isSound = false;
    try {
      this.signal.throwIfAborted();
      const result = await work(client);
      isSound = client.getTransactionStatus() === 'I';
      return result;
    } catch (error) {
      this.signal.throwIfAborted();
      throw error;
    } finally {
      this.giveBack(client, isSound);
    }
  }

  lendFree<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> | null {
    return this.pool.hasFreeConnection ? this.lend(work) : null;
  }

  close(): void {
    if (!this.isClosed) {
      this.isClosed = true;
      this.signal.removeEventListener('abort', this.cut);
      this.cut();
      this.pool.leave();
    }
  }

  /** An abort ends the wait for a connection at once; a connection that arrives later is returned to the pool. */
  private async connect(): Promise<pg.PoolClient> {
    const connecting = this.pool.connect(this);
    let stop = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason as Error);
      this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([connecting, stopped]);
    } catch (error) {
      if (this.signal.aborted) {
        connecting.then(
          (client) => client.release(),
          () => undefined,
        );
        throw this.signal.reason;
      }
      throw error;
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** Ending a connection ends the wait for it; the server notices that and stops the statement. */
  private readonly cut = (): void => {
    for (const client of this.lent) {
      this.giveBack(client, false);
    }
  };

  private giveBack(client: pg.PoolClient, isSound: boolean): void {
    if (this.lent.delete(client)) {
      client.release(!isSound);
    }
  }
}
