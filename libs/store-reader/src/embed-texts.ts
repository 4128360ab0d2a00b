import { setImmediate as nextTurn } from 'node:timers/promises';
import { DomainError, errorMessage } from '#libs/domain-errors';
import { NGRAM_MODEL, type Embedder, type EmbedOptions } from '#libs/language-model';
import { BUILT_IN_MODEL } from '#libs/retrieval';
import { storeReaderErrors } from './errors.js';

/** They compute in this process. */
const BUILT_IN = new Set([BUILT_IN_MODEL, NGRAM_MODEL]);
/** Characters that are embedded before other requests of this process get their turn. */
const CHARACTERS_PER_TURN = 65_536;

/** Failures of an endpoint that no other text of the reader avoids; its settings or the server have to be repaired. */
const OF_ENDPOINT = new Set(['embedding_answer_invalid', 'embedding_dimension_differs', 'model_rejected']);

/**
 * The vectors of the texts, in order. A built-in embedder is fed in small parts; an endpoint gets all texts at once and
 * batches them itself.
 * @throws DomainError `reader_endpoint_unusable`, those of the embedder
 */
export async function embedTexts(
  embedder: Embedder,
  texts: readonly string[],
  options: Pick<EmbedOptions, 'purpose' | 'signal'>,
): Promise<Float32Array[]> {
  if (!BUILT_IN.has(embedder.model)) {
    return embedder.embed(texts, options).catch((error: unknown) => {
      throw isOfEndpoint(error)
        ? new DomainError(storeReaderErrors.reader_endpoint_unusable, { reason: errorMessage(error) }, { cause: error })
        : error;
    });
  }
  const vectors: Float32Array[] = [];
  for (const part of partsOf(texts)) {
    vectors.push(...(await embedder.embed(part, options)));
    await nextTurn(undefined, { signal: options.signal });
  }
  return vectors;
}

function isOfEndpoint(error: unknown): error is DomainError {
  return error instanceof DomainError && OF_ENDPOINT.has(error.code);
}

function partsOf(texts: readonly string[]): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const text of texts) {
    if (room <= 0) {
      parts.push([]);
      room = CHARACTERS_PER_TURN;
    }
    parts.at(-1)?.push(text);
    room -= text.length;
  }
  return parts;
}
