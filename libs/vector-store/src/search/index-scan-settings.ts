import { depthOf, type CollectionSearch } from './search-statement.js';
import type { StoreFacts } from './store-facts.js';

/** pgvector's default and limit for the candidates of a scan. */
const SCANNED = { default: 40, most: 1_000 };

/**
 * Settings of the transaction for a scan of an HNSW index: it gives as many records as it visits, 40 unless told, and with
 * a filter goes on until enough fit (since pgvector 0.8; before, the index is not used then).
 */
export function indexScanSettings({ pgvector }: StoreFacts, searches: readonly CollectionSearch[]): string[] {
  const depth = Math.max(...searches.map(depthOf));
  const scanned = depth > SCANNED.default ? [`SET LOCAL hnsw.ef_search = ${Math.min(depth, SCANNED.most)}`] : [];
  if (searches.every(({ filter }) => filter === undefined)) {
    return scanned;
  }
  const [major = 0, minor = 0] = pgvector.split('.').map(Number);
  const goesOn = major > 0 || minor >= 8;
  return [...scanned, `SET LOCAL ${goesOn ? 'hnsw.iterative_scan = strict_order' : 'enable_indexscan = off'}`];
}
