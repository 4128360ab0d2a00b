export { readPair, type StoredPair } from './read-pair.js';
export { storeReaderErrors } from './errors.js';
export type { ServedModel } from './model-names.js';
export type { ContextQuestion, FoundContext } from './read-context.js';
export type { FoundRecords, StoreQuestion } from './search-records.js';
export { StoreReader, type EmbeddingRequest } from './store-reader.js';
export { StoreReaderModule } from './store-reader.module.js';
