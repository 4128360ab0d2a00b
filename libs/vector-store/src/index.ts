export { withVectorDatabase, type VectorConnection } from './connection.js';
export { VectorConnections } from './vector-connections.js';
export { vectorStoreErrors } from './errors.js';
export type { PendingRecord } from './embedded-rows.js';
export type { ReleaseCounts } from './release-records.js';
export type { MergeCounts, Replace } from './merge-load.js';
export {
  countListed,
  countRecords,
  findDimensions,
  listRecords,
  searchSimilar,
  type RecordCounts,
  type RecordFilter,
  type SimilarRecord,
  type StoredRecord,
} from './read-store.js';
export { listIds, readRecords, readSources, type SourcedRecord } from './read-records.js';
export { reembedStore, type ReembedOptions } from './reembed-store.js';
export type { SearchFilter, StoreHit, StoreSearch, StoreSearchResult } from './search/search-request.js';
export { searchStore } from './search/search-store.js';
export type { SearchLender } from './search/find-hits.js';
export { addLexicalSide, catchUpLexicalRows } from './lexical/catch-up.js';
export { createSimilarityIndexes, type SimilarityIndex } from './similarity-index.js';
export { findStoreEmbedders, type StoredEmbedder } from './store-embedders.js';
export { searchRecordTable, type FoundRecord } from './search-record-table.js';
export { ensureRecordTable, findRecordTable, RECORD_TABLE, recordTableSql } from './record-table.js';
export { requireSameEmbedder } from './store-fit.js';
export type { EmbedderDescription } from './embedder-description.js';
export { removeTaskRecords, VectorLoad, type LoadOptions, type MergeResult } from './vector-load.js';
export { COLLECTIONS, vectorRecord, type Collection, type VectorRecord } from './vector-record.js';
export { ensureVectorTables, findVectorTables, type VectorTables } from './vector-tables.js';
