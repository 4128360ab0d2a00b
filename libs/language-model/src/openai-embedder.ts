import pLimit from 'p-limit';
import { DomainError } from '#libs/domain-errors';
import type { Embedder, EmbedOptions } from './contract.js';
import { Endpoint, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';
import { toUnitVector } from './unit-vector.js';

export interface EmbedderOptions extends EndpointOptions {
  /** Requested from the endpoint and required of its answers; default: the length in the first answer. */
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

  async embed(texts: readonly string[], { signal, received }: EmbedOptions): Promise<Float32Array[]> {
    const blank = texts.findIndex((text) => text.trim() === '');
    if (blank >= 0) {
      throw new DomainError(languageModelErrors.embedding_text_blank, { position: blank + 1 });
    }
    // One failing batch stops the others, so that no discarded answer is paid.
    const failure = new AbortController();
    const call = { signal: AbortSignal.any([signal, failure.signal]), received };
    const limit = pLimit(this.options.concurrency ?? DEFAULTS.concurrency);
    const batches = inBatches({ start: 0, texts }, this.batchSize).map((batch) =>
      limit(() => this.embedBatch(batch, call)).catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    );
    const settled = await Promise.allSettled(batches);
    call.signal.throwIfAborted();
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  }

  /** Providers differ in how many texts they take (some 10, some 2,048): a refused batch is halved, and so are later ones. */
  private async embedBatch(batch: Batch, options: EmbedOptions): Promise<Float32Array[]> {
    const { start, texts } = batch;
    try {
      const vectors = await this.request(texts, options.signal);
      await options.received?.(start, vectors);
      return vectors;
    } catch (error) {
      if (!isTooBig(error)) {
        throw error;
      }
      const [only] = texts;
      if (texts.length === 1 && only !== undefined) {
        throw this.rejected(error, only, start);
      }
      const half = Math.ceil(texts.length / 2);
      const vectors: Float32Array[] = [];
      for (const part of inBatches(batch, half)) {
        vectors.push(...(await this.embedBatch(part, options)));
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

  private rejected(error: DomainError, text: string, index: number): DomainError {
    const { status = '', reason = '' } = error.params;
    return new DomainError(
      languageModelErrors.embedding_text_rejected,
      {
        model: this.model,
        position: index + 1,
        characters: text.length,
        status,
        reason,
      },
      { cause: error },
    );
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

function isTooBig(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'model_rejected' && TOO_BIG.has(Number(error.params['status']));
}

/** Texts of a call, and the place of the first among all of them. */
interface Batch {
  readonly start: number;
  readonly texts: readonly string[];
}

function inBatches({ start, texts }: Batch, size: number): Batch[] {
  const batches: Batch[] = [];
  for (let offset = 0; offset < texts.length; offset += size) {
    batches.push({ start: start + offset, texts: texts.slice(offset, offset + size) });
  }
  return batches;
}
