import type pg from 'pg';
import type { Collection } from '../vector-record.js';
import { indexScanSettings } from './index-scan-settings.js';
import { queryRows } from './query-rows.js';
import { nearStatement, type AskedVector, type CollectionSearch } from './search-statement.js';
import { COLLECTION_IDS, isCurrent, type StoreFacts } from './store-facts.js';

/** Of each collection the keys of the candidates with their cosine similarities, the nearest first. */
export type FoundByVectors = ReadonlyMap<Collection, ReadonlyMap<string, number>>;

/**
 * Begins a transaction and finds the candidates of each collection.
 * @returns null where the facts have changed
 */
export async function beginByVectors(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedVector,
): Promise<FoundByVectors | null> {
  // The settings hold for the transaction; the statement that finds is the last.
  const statements =
    searches.length === 0 ? [] : [...indexScanSettings(facts, searches), nearStatement(facts, searches, asked)];
  const results = await queryRows(client, ['BEGIN', COLLECTION_IDS, ...statements]);
  if (!isCurrent(client, facts, results[1] ?? [])) {
    return null;
  }
  const found = searches.map(({ collection }) => [collection, new Map<string, number>()] as const);
  const rows = (searches.length === 0 ? [] : (results.at(-1) ?? [])) as readonly Near[];
  for (const [place, key, similarity] of rows) {
    found[place]?.[1].set(key, similarity);
  }
  return new Map(found);
}

type Near = readonly [place: number, key: string, similarity: number];
