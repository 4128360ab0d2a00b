export { withVectorDatabase } from './connection.js';
export { vectorStoreErrors } from './errors.js';
export type { MergeCounts } from './merge-load.js';
export {
  countRecords,
  listRecords,
  searchSimilar,
  type RecordCounts,
  type RecordFilter,
  type SimilarRecord,
  type StoredRecord,
} from './read-store.js';
export type { EmbeddedRecord } from './staging.js';
export { removeTaskRecords, VectorLoad, type LoadOptions, type MergeResult } from './vector-load.js';
export { COLLECTIONS, vectorRecord, type Collection, type VectorRecord } from './vector-record.js';
export { ensureVectorTables, findVectorTables, type VectorTables } from './vector-tables.js';
