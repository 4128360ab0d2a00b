import type { CallOptions } from './contract.js';

/** Retrieval models of two sides make different vectors of a text that is stored and of a text that is searched for. */
export type TextPurpose = 'document' | 'query';

/** Everything that a reader needs to make vectors that are comparable with those of a store. */
export interface EmbedderIdentity {
  /** Model of the documents. */
  readonly model: string;
  /** Model of the questions; the same name unless two are configured. */
  readonly queryModel: string;
  /** Precedes every document; empty where the model needs none. */
  readonly documentPrefix: string;
  /** Precedes every question. */
  readonly queryPrefix: string;
  /** Null until the endpoint has answered once. */
  readonly dimensions: number | null;
  /** Vectors have length 1. */
  readonly normalized: true;
}

export interface EmbedOptions extends CallOptions {
  readonly purpose: TextPurpose;
  /** Called as vectors arrive, with the number of texts of this call that have theirs. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly notice?: ((notice: EmbedNotice) => void) | undefined;
}

/** What an operator of a slow endpoint has to know. */
export type EmbedNotice =
  /** An answer that took more than a third of the timeout; `count` of them since the embedder was renewed. */
  | { readonly kind: 'slow'; readonly texts: number; readonly milliseconds: number; readonly count: number }
  /** A request that failed and is sent again in smaller parts. */
  | { readonly kind: 'halved'; readonly texts: number; readonly size: number; readonly reason: string };

/** Turns texts into unit vectors. */
export interface Embedder {
  /** Model name of the documents; vectors of different models must not meet in one collection. */
  readonly model: string;
  /** Length of the vectors; null until the endpoint has answered once. */
  readonly dimensions: number | null;
  readonly identity: EmbedderIdentity;
  /**
   * @param texts any number, none blank; batching is the embedder's business.
   * @returns one L2-normalised vector a text, in order, all of one length.
   */
  embed(texts: readonly string[], options: EmbedOptions): Promise<Float32Array[]>;
  /**
   * The same embedder before its endpoint has answered. Each load and each request begins with one: the length of the
   * vectors that an earlier one got binds no later one, since the model behind the endpoint may have changed.
   */
  renewed(): Embedder;
}

export interface TextOptions extends CallOptions {
  /**
   * Called with vectors as they arrive, while others are still in flight; `start` is the index of the first of them.
   * Paid vectors can be stored here, even if later requests fail.
   */
  readonly received?: ((start: number, vectors: readonly Float32Array[]) => Promise<void>) | undefined;
  /** Called as vectors arrive, with the number of texts of this call that have theirs. */
  readonly progress?: ((done: number) => void) | undefined;
  readonly notice?: ((notice: EmbedNotice) => void) | undefined;
}

/** One model that gets texts as they are: one side of an embedder. */
export interface TextEmbedder {
  readonly model: string;
  readonly dimensions: number | null;
  embed(texts: readonly string[], options: TextOptions): Promise<Float32Array[]>;
}

/** Cache of the vectors of texts; the model and the text as it was sent are the key (see `CachedEmbedder`). */
export interface EmbeddingCache {
  /** @returns the stored vectors, by the hexadecimal hash of the text */
  find(model: string, hashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
  /** Entries that are there already are replaced. */
  store(model: string, entries: readonly { readonly hash: string; readonly vector: Float32Array }[]): Promise<void>;
}
