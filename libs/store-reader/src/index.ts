export type { EmbeddedQuestion } from './embed-question.js';
export { readPair, type StoredPair } from './read-pair.js';
export { storeReaderErrors } from './errors.js';
export type { ServedModel } from './model-names.js';
export {
  StoreReader,
  type ContextQuestion,
  type EmbeddingRequest,
  type FoundContext,
  type FoundRecords,
  type StoreQuestion,
} from './store-reader.js';
export { StoreReaderModule } from './store-reader.module.js';
