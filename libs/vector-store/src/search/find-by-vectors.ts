import type pg from 'pg';
import type { Collection } from '../vector-record.js';
import { indexScanSettings } from './index-scan-settings.js';
import { queryRows } from './query-rows.js';
import { nearStatement, type AskedVector, type CollectionSearch } from './search-statement.js';
import { COLLECTION_IDS, isCurrent, type StoreFacts } from './store-facts.js';

/**
 * Begins a transaction and finds the candidates of each collection, the nearest first.
 * @returns keys; null where the facts have changed
 */
export async function beginByVectors(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedVector,
): Promise<ReadonlyMap<Collection, readonly string[]> | null> {
  const settings = indexScanSettings(facts, searches);
  const statements = searches.length === 0 ? [] : [...settings, nearStatement(facts, searches, asked)];
  const results = await queryRows(client, ['BEGIN', COLLECTION_IDS, ...statements]);
  if (!isCurrent(client, facts, results[1] ?? [])) {
    return null;
  }
  const [keys = []] = (results[2 + settings.length] ?? []) as readonly (readonly (readonly string[])[])[];
  return new Map(searches.map(({ collection }, at) => [collection, keys[at] ?? []]));
}
