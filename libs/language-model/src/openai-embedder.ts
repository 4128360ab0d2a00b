import { DomainError } from '#libs/domain-errors';
import { BatchSize } from './batch-size.js';
import type { TextEmbedder, TextOptions } from './embedder-contract.js';
import { readEmbeddingAnswer, UnusableAnswer } from './embedding-answer.js';
import { Endpoint, RequestTimeout, type EndpointOptions } from './endpoint.js';
import { languageModelErrors } from './errors.js';
import { RequestTurns } from './request-turns.js';
import { SlowAnswers } from './slow-answers.js';

export interface TextEmbedderOptions extends EndpointOptions {
  /** Requested from the endpoint and required of its answers; default: the length in the first answer. */
  readonly dimensions?: number | undefined;
  /** Texts in one request at most. */
  readonly batchSize?: number | undefined;
  /** Requests of this process to the endpoint that are under way at the same time at most. */
  readonly concurrency?: number | undefined;
}

const DEFAULTS = { timeoutMs: 30_000, batchSize: 64, concurrency: 3 };
/** Statuses with which endpoints answer a batch that is too big for them. */
const TOO_BIG = new Set([400, 413, 422]);

/** A model behind an OpenAI-compatible address. */
export class OpenAiEmbedder implements TextEmbedder {
  readonly model: string;
  private readonly endpoint: Endpoint;
  private readonly timeoutMs: number;
  private readonly concurrency: number;
  private readonly turns: RequestTurns;
  private readonly batchSize: BatchSize;
  private readonly slow: SlowAnswers;
  private knownDimensions: number | null;

  constructor(private readonly options: TextEmbedderOptions) {
    this.model = options.model;
    this.timeoutMs = options.timeoutMs ?? DEFAULTS.timeoutMs;
    this.endpoint = new Endpoint({ ...options, timeoutMs: this.timeoutMs });
    this.concurrency = options.concurrency ?? DEFAULTS.concurrency;
    this.turns = new RequestTurns(options.baseUrl, this.concurrency);
    this.batchSize = new BatchSize(options.batchSize ?? DEFAULTS.batchSize);
    this.slow = new SlowAnswers(this.timeoutMs);
    this.knownDimensions = options.dimensions ?? null;
  }

  get dimensions(): number | null {
    return this.knownDimensions;
  }

  async embed(texts: readonly string[], options: TextOptions): Promise<Float32Array[]> {
    // One failing batch stops the others, so that no discarded answer is paid.
    const failure = new AbortController();
    const signal = AbortSignal.any([options.signal, failure.signal]);
    const run = new Run(texts, { ...options, signal }, this.batchSize);
    const lines = Array.from({ length: this.concurrency }, () =>
      this.embedBatches(run).catch((error: unknown) => {
        failure.abort(error);
        throw error;
      }),
    );
    await Promise.allSettled(lines);
    signal.throwIfAborted();
    return run.vectors;
  }

  private async embedBatches(run: Run): Promise<void> {
    for (let batch = run.next(); batch !== null; batch = run.next()) {
      await this.embedBatch(batch, run);
    }
  }

  /** Providers differ in how many texts they take (some 10, some 2,048), and in how many they embed in time. */
  private async embedBatch(batch: Batch, run: Run): Promise<void> {
    try {
      await run.accept(batch, await this.answer(batch.texts, run.options));
    } catch (error) {
      run.options.signal.throwIfAborted();
      const tooBig = isTooBig(error);
      if (!tooBig && !(error instanceof RequestTimeout)) {
        throw error;
      }
      if (batch.texts.length === 1) {
        throw this.refusalOf(error, batch);
      }
      const size = Math.ceil(batch.texts.length / 2);
      run.options.notice?.({ kind: 'halved', texts: batch.texts.length, size, reason: error.message });
      if (tooBig) {
        this.batchSize.refused(size);
      } else {
        this.batchSize.timedOut(size);
      }
      for (const part of halves(batch, size)) {
        await this.embedBatch(part, run);
      }
    }
  }

  private async answer(texts: readonly string[], { signal, notice }: TextOptions): Promise<Float32Array[]> {
    const [vectors, isSlow] = await this.turns.take(signal, () =>
      this.slow.watch(texts.length, notice, () => this.request(texts, signal)),
    );
    this.batchSize.answered(isSlow);
    return vectors;
  }

  private async request(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const { dimensions } = this.options;
    const body = { model: this.model, input: [...texts], encoding_format: 'float' as const };
    const request = { ...body, ...(dimensions === undefined ? {} : { dimensions }) };
    try {
      const answer: unknown = await this.endpoint.call(
        signal,
        (client, abort) => client.embeddings.create(request, { signal: abort }),
        // Several texts are sent again in smaller parts, at once.
        { timeouts: texts.length > 1 ? 1 : Infinity },
      );
      return this.ofOneLength(readEmbeddingAnswer(answer, texts.length));
    } catch (error) {
      const reason = unusableReason(error);
      if (reason === null) {
        throw error;
      }
      const params = { model: this.model, reason };
      throw new DomainError(languageModelErrors.embedding_answer_invalid, params, { cause: error });
    }
  }

  private ofOneLength(vectors: Float32Array[]): Float32Array[] {
    const actual = vectors[0]?.length ?? 0;
    const expected = (this.knownDimensions ??= actual);
    if (actual !== expected) {
      // The next call takes the endpoint as it is then; the store compares the length with its own.
      this.knownDimensions = this.options.dimensions ?? null;
      const params = { model: this.model, actual, expected };
      throw new DomainError(languageModelErrors.embedding_dimension_differs, params);
    }
    return vectors;
  }

  private refusalOf(cause: DomainError | RequestTimeout, { start, texts: [text = ''] }: Batch): DomainError {
    const about = { model: this.model, position: start + 1, characters: text.length };
    if (cause instanceof RequestTimeout) {
      const params = { ...about, seconds: this.timeoutMs / 1000, attempts: cause.attempts };
      return new DomainError(languageModelErrors.embedding_timed_out, params, { cause });
    }
    const { status = '', reason = '' } = cause.params;
    return new DomainError(languageModelErrors.embedding_text_rejected, { ...about, status, reason }, { cause });
  }
}

/** Texts of a call, and the place of the first among all of them. */
interface Batch {
  readonly start: number;
  readonly texts: readonly string[];
}

/** One call: its texts in the order in which they are sent, and its vectors in the order of the texts. */
class Run {
  readonly vectors: Float32Array[];
  private sent = 0;
  private done = 0;

  constructor(
    private readonly texts: readonly string[],
    readonly options: TextOptions,
    private readonly size: BatchSize,
  ) {
    this.vectors = new Array<Float32Array>(texts.length);
  }

  next(): Batch | null {
    const start = this.sent;
    this.sent = Math.min(start + this.size.current, this.texts.length);
    return start === this.sent ? null : { start, texts: this.texts.slice(start, this.sent) };
  }

  async accept({ start }: Batch, vectors: readonly Float32Array[]): Promise<void> {
    await this.options.received?.(start, vectors);
    vectors.forEach((vector, index) => (this.vectors[start + index] = vector));
    this.options.progress?.((this.done += vectors.length));
  }
}

function halves({ start, texts }: Batch, size: number): Batch[] {
  return [
    { start, texts: texts.slice(0, size) },
    { start: start + size, texts: texts.slice(size) },
  ];
}

/** Why a successful answer cannot be used; null for other errors. */
function unusableReason(error: unknown): string | null {
  if (error instanceof UnusableAnswer) {
    return error.message;
  }
  // A success that the SDK could not parse.
  const { status, reason } = error instanceof DomainError && error.code === 'model_rejected' ? error.params : {};
  return status === 200 && typeof reason === 'string' ? reason : null;
}

function isTooBig(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'model_rejected' && TOO_BIG.has(Number(error.params['status']));
}
