import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorStoreErrors } from '../errors.js';
import { dimensionError } from './dimension-error.js';
import { findHits, type SearchLender } from './find-hits.js';
import type { StoreSearch, StoreSearchResult } from './search-request.js';

/** SQLSTATE undefined_table. */
const UNDEFINED_TABLE = '42P01';

/**
 * Finds the records that answer a question, by vectors and, in mode `hybrid`, by words too. Writes nothing.
 * @param lender of further connections: words and vectors are then searched at the same time
 * @throws DomainError `vector_store_absent`, `vector_search_dimension_differs`
 */
export async function searchStore(
  client: pg.ClientBase,
  search: StoreSearch,
  lender: SearchLender | null = null,
): Promise<StoreSearchResult> {
  return (
    (search.mode === 'hybrid' ? await searchTables(client, search, true, lender) : null) ??
    (await searchTables(client, search, false, lender)) ??
    Promise.reject(new DomainError(vectorStoreErrors.vector_store_absent))
  );
}

/** @returns null if a table is absent */
async function searchTables(
  client: pg.ClientBase,
  search: StoreSearch,
  byWords: boolean,
  lender: SearchLender | null,
): Promise<StoreSearchResult | null> {
  try {
    return { mode: byWords ? 'hybrid' : 'vector', hits: await findHits(client, search, byWords, lender) };
  } catch (error) {
    // The first error is the one to report; a broken connection cannot roll back, the server does it then.
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) {
      return null;
    }
    throw (await dimensionError(client, search.vector.length, error)) ?? error;
  }
}
