export type {
  Account,
  CallLimiter,
  CallOptions,
  CallUsage,
  ChatModel,
  ChatRequest,
  ModelLedger,
  PaidAnswer,
  SpendingLimits,
} from './contract.js';
export { chargedTo } from './charged-to.js';
export { createChatModel, type ChatModelOptions, type ChatModelPorts } from './chat-model.js';
export { createEmbedder, embedderOfStore, type EmbedderOptions } from './create-embedder.js';
export type {
  Embedder,
  EmbedderIdentity,
  EmbeddingCache,
  EmbedNotice,
  EmbedOptions,
  TextPurpose,
} from './embedder-contract.js';
export { listModels } from './list-models.js';
export { languageModelErrors } from './errors.js';
export { fenced, fenceRule } from './fence.js';
export { NGRAM_MODEL, NgramEmbedder } from './ngram-embedder.js';
export { isBudgetExhausted, type ModelPrices } from './paid-answers.js';
