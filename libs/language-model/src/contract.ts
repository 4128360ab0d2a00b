import type { z } from 'zod';

/** Chat completion that answers with JSON of a stated shape. */
export interface ChatModel {
  /** Model name as configured. */
  readonly name: string;
  /**
   * @returns the parsed answer. `<think>` blocks and code fences are removed; an answer of another shape gets one
   * corrective retry.
   * @throws DomainError `model_unavailable` (429, 5xx, timeouts, after retries), `model_rejected` (other 4xx),
   * `model_answer_invalid` (two answers of a wrong shape). An error is never an answer.
   */
  completeJson<T>(request: ChatRequest<T>, options: CallOptions): Promise<T>;
}

export interface ChatRequest<T> {
  readonly schema: z.ZodType<T>;
  /** `[A-Za-z0-9_-]+`, names the schema in the request. */
  readonly schemaName: string;
  readonly system: string;
  readonly user: string;
}

export interface CallOptions {
  readonly signal: AbortSignal;
}

export interface EmbedOptions extends CallOptions {
  /**
   * Told of vectors as they arrive, while others are still under way; `start` is the place of the first among the
   * texts. What has been paid for can be kept here, whatever becomes of the rest.
   */
  readonly received?: ((start: number, vectors: readonly Float32Array[]) => Promise<void>) | undefined;
}

/** Remembers the vectors of texts; the embedder decides what is a text of its own (see `CachedEmbedder`). */
export interface EmbeddingCache {
  /** @returns what is known, by the hexadecimal hash of the text */
  find(model: string, hashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Entries that are there already are replaced. */
  store(model: string, entries: readonly { readonly hash: string; readonly vector: Float32Array }[]): Promise<void>;
}

/** Turns texts into unit vectors. */
export interface Embedder {
  /** Model name; vectors of different models must not meet in one collection. */
  readonly model: string;
  /** Length of the vectors; null until the endpoint has answered once. */
  readonly dimensions: number | null;
  /**
   * @param texts any number, none blank; batching is the embedder's business.
   * @returns one L2-normalised vector a text, in order.
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;
}
