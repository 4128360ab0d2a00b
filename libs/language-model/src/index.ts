export type { CallOptions, ChatModel, ChatRequest, Embedder, EmbeddingCache, EmbedOptions } from './contract.js';
export { createChatModel, type ChatModelOptions } from './chat-model.js';
export { createEmbedder } from './create-embedder.js';
export { languageModelErrors } from './errors.js';
export type { EmbedderOptions } from './openai-embedder.js';
