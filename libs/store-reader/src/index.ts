export { storeReaderErrors } from './errors.js';
export type { ServedModel } from './model-names.js';
export { StoreReader, type EmbeddingRequest } from './store-reader.js';
export { StoreReaderModule } from './store-reader.module.js';
