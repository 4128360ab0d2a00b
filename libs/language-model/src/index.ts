export type { CallOptions, ChatModel, ChatRequest, Embedder } from './contract.js';
