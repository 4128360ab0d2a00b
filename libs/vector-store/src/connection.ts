import type pg from 'pg';
import { describeConnection, withCatalogFirst, withClient } from '#libs/postgres';
import { translateVectorStoreError } from './errors.js';

/** A connection to the vector database, for the functions of this lib. */
export type VectorConnection = pg.ClientBase;

/**
 * Runs `work` on one connection to the vector database, see `withClient`. Everything in this lib runs in transactions,
 * reads too: behind the embedded PGlite all connections share a single backend, which only within a transaction keeps
 * their messages apart.
 * @throws DomainError for everything that the database or the network says; the signal's reason when aborted.
 */
export function withVectorDatabase<T>(
  connectionString: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const config = { connectionString, application_name: 'data-pipeline training_load' };
  const database = describeConnection(connectionString);
  return withClient(config, signal, withCatalogFirst(work), (error) => translateVectorStoreError(error, database));
}
