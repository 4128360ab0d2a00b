import type pg from 'pg';
import type { Collection } from '../vector-record.js';
import { indexScanSettings } from './index-scan-settings.js';
import type { NearRow } from './join-ranks.js';
import { queryRows } from './query-rows.js';
import { nearStatement, type CollectionSearch } from './search-statement.js';
import { COLLECTION_IDS, isCurrent, type StoreFacts } from './store-facts.js';

/**
 * Begins a transaction and finds the candidates of each collection, the nearest first.
 * @returns null where the facts have changed
 */
export async function beginByVectors(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  vector: Float32Array,
): Promise<ReadonlyMap<Collection, NearRow[]> | null> {
  const settings = indexScanSettings(facts, searches);
  const statements = searches.length === 0 ? [] : [...settings, nearStatement(facts, searches, vector)];
  const results = await queryRows(client, ['BEGIN', COLLECTION_IDS, ...statements]);
  if (!isCurrent(client, facts, results[1] ?? [])) {
    return null;
  }
  const near = new Map<Collection, NearRow[]>(searches.map(({ collection }) => [collection, []]));
  const rows = (results[2 + settings.length] ?? []) as readonly (readonly [Collection, ...NearRow])[];
  for (const [collection, key, distance] of rows) {
    near.get(collection)?.push([key, distance]);
  }
  near.forEach((found) => found.sort(([, a], [, b]) => a - b));
  return near;
}
