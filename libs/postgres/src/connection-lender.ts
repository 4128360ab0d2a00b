import pg from 'pg';

/** Lends connections of one server. Each is returned when its work has ended. */
export interface ConnectionLender {
  /** Waits for a connection when all are in use. */
  lend<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  /** Null at once when the caller would have to wait: callers that hold one connection must not wait for another. */
  lendFree<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> | null;
}

/** The connections of a pool that has no other user. */
export function lenderOf(pool: pg.Pool): ConnectionLender {
  const lend: ConnectionLender['lend'] = async (work) => {
    const client = await pool.connect();
    let isSound = false;
    try {
      const result = await work(client);
      isSound = true;
      return result;
    } finally {
      client.release(!isSound);
    }
  };
  return { lend, lendFree: (work) => (hasFreeConnection(pool) ? lend(work) : null) };
}

/** Whether one is left when each that waits has got one. Borrowers wait for a moment for an idle connection, too. */
export function hasFreeConnection({ idleCount, totalCount, waitingCount, options }: pg.Pool): boolean {
  return idleCount + options.max - totalCount > waitingCount;
}
