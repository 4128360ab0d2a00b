export { buildContext } from './build-context.js';
export { DEFAULT_CONTEXT } from './context-sources.js';
export type {
  ContextOptions,
  ContextSources,
  ContextTable,
  FoundPair,
  LeftOut,
  ReaderContext,
  TableReason,
} from './context-sources.js';
export { countTokens } from './count-tokens.js';
export { sourceOfDocument } from './document-keys.js';
export { readTable, databaseOf } from './read-table.js';
export { renderContext } from './render-context.js';
export { SchemaGraph } from './schema-graph.js';
export type { Join, StoredRecord, StoredTable } from './stored-table.js';
