import pLimit from 'p-limit';
import { DomainError } from '#libs/domain-errors';
import type { CallOptions, Embedder } from './contract.js';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';
import { toUnitVector } from './unit-vector.js';

export interface EmbedderOptions extends EndpointOptions {
  /** Asked of the endpoint and expected of its answers; by default whatever the first answer has. */
  readonly dimensions?: number | undefined;
  /** Texts in one request at most. */
  readonly batchSize?: number | undefined;
  /** Requests under way at the same time at most. */
  readonly concurrency?: number | undefined;
}

const DEFAULTS = { timeoutMs: 30_000, batchSize: 64, concurrency: 3 };
/** Statuses with which endpoints answer a batch that is too big for them. */
const TOO_BIG = new Set([400, 413, 422]);

export class OpenAiEmbedder implements Embedder {
  readonly model: string;
  private readonly endpoint: Endpoint;
  private batchSize: number;
  private knownDimensions: number | null;

  constructor(private readonly options: EmbedderOptions) {
    this.model = options.model;
    this.endpoint = new Endpoint({ ...options, timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs });
    this.batchSize = options.batchSize ?? DEFAULTS.batchSize;
    this.knownDimensions = options.dimensions ?? null;
  }

  get dimensions(): number | null {
    return this.knownDimensions;
  }

  async embed(texts: readonly string[], { signal }: CallOptions): Promise<Float32Array[]> {
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank >= 0) {
      throw new DomainError(languageModelErrors.embedding_text_blank, { position: blank + 1 });
    }
    // One failing batch stops the others: nobody pays for answers that are thrown away.
    const failure = new AbortController();
    const either = AbortSignal.any([signal, failure.signal]);
    const limit = pLimit(this.options.concurrency ?? DEFAULTS.concurrency);
    const batches = inBatches(texts, this.batchSize).map((batch) =>
      limit(() => this.embedBatch(batch, either)).catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    );
    const settled = await Promise.allSettled(batches);
    either.throwIfAborted();
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  /** Providers differ in how many texts they take (some 10, some 2,048): a refused batch is halved, and so are later ones. */
  private async embedBatch(batch: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    try {
      return await this.request(batch, signal);
    } catch (error) {
      if (batch.length === 1 || !isTooBig(error)) {
        throw error;
      }
      const half = Math.ceil(batch.length / 2);
      const vectors: Float32Array[] = [];
      for (const part of inBatches(batch, half)) {
        vectors.push(...(await this.embedBatch(part, signal)));
      }
      this.batchSize = Math.min(this.batchSize, half);
      return vectors;
    }
  }

  private async request(batch: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { dimensions } = this.options;
    const answer = await this.endpoint.call(signal, (client, abort) =>
      client.embeddings.create(
        {
          model: this.model,
          input: [...batch],
          encoding_format: 'float',
          ...(dimensions === undefined ? {} : { dimensions }),
        },
        { signal: abort },
      ),
    );
    const data = answer.data as typeof answer.data | undefined;
    if (!Array.isArray(data) || data.length !== batch.length) {
      throw this.invalid(`${batch.length} texts were sent and ${data?.length ?? 0} vectors came back`);
    }
    return inOrder(data).map((item) => this.checkedVector(item.embedding));
  }

  private checkedVector(values: readonly number[]): Float32Array {
    const vector = Array.isArray(values) ? toUnitVector(values) : null;
    if (vector === null) {
      throw this.invalid('a vector is zero or is not made of numbers');
    }
    this.knownDimensions ??= vector.length;
    if (vector.length !== this.knownDimensions) {
      throw new DomainError(languageModelErrors.embedding_dimension_differs, {
        model: this.model,
        actual: vector.length,
        expected: this.knownDimensions,
      });
    }
    return vector;
  }

  private invalid(reason: string): DomainError {
    return new DomainError(languageModelErrors.embedding_answer_invalid, { model: this.model, reason });
  }
}

/** `index` says which text a vector belongs to; servers that leave it out answer in order. */
function inOrder<T extends { readonly index: number }>(data: readonly T[]): T[] {
  const indexes = new Set(data.map(({ index }) => index));
  return indexes.size === data.length ? data.toSorted((a, b) => a.index - b.index) : [...data];
}

function isTooBig(error: unknown): boolean {
  return error instanceof DomainError && error.code === 'model_rejected' && TOO_BIG.has(Number(error.params['status']));
}

function inBatches<T>(items: readonly T[], size: number): T[][] {
  const batches: T[][] = [];
  for (let start = 0; start < items.length; start += size) {
    batches.push(items.slice(start, start + size));
  }
  return batches;
}
