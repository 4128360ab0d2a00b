import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import { withVectorClient } from './vector-client.js';

const LOOK_AGAIN_MS = 200;
/** The server rolls back a disconnected client's transaction as soon as it notices. */
const WAIT_MS = 30_000;

/**
 * Whether a transaction was committed, asked of the server by its id: the answer for a client that lost its
 * connection while it waited for the answer of COMMIT, or that died there.
 * @throws DomainError `vector_tables_locked` where the transaction is still open after a while
 */
export async function wasTransactionCommitted(
  connectionString: string,
  transactionId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = Date.now() + WAIT_MS;
  return withVectorClient(connectionString, signal, async (client) => {
    for (;;) {
      const { rows } = await client.query<{ status: string | null }>('SELECT pg_xact_status($1::xid8) AS status', [
        transactionId,
      ]);
      const status = rows[0]?.status;
      if (status !== 'in progress') {
        return status === 'committed';
      }
      if (Date.now() > deadline) {
        throw new DomainError(vectorBackupErrors.vector_tables_locked, { seconds: WAIT_MS / 1000 });
      }
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
    }
  });
}
