import { DomainError } from '#libs/domain-errors';
import { NGRAM_MODEL, NgramEmbedder, type Embedder } from '#libs/language-model';
import { BUILT_IN_MODEL } from '#libs/retrieval';
import type { StoredEmbedder } from '#libs/vector-store';
import { storeReaderErrors } from './errors.js';

/**
 * The embedder whose vectors can be compared with those of the store: the configured one, or the one that was built in
 * before, where it made the store.
 * @param stored embedders of the store; a record without a model says nothing but its dimensions
 * @throws DomainError `store_embedder_differs`
 */
export function embedderForStore(configured: Embedder, stored: readonly StoredEmbedder[]): Embedder {
  const used = usesFormerBuiltIn(configured, stored) ? new NgramEmbedder() : configured;
  const { documentPrefix: usedPrefix } = used.identity;
  for (const { model, dimensions, documentPrefix = '' } of stored) {
    const isOther = model !== null && (model !== used.model || documentPrefix !== usedPrefix);
    if (isOther || (used.dimensions !== null && used.dimensions !== dimensions)) {
      throw new DomainError(storeReaderErrors.store_embedder_differs, {
        stored: nameOf(model ?? '–', documentPrefix, dimensions),
        configured: nameOf(used.model, usedPrefix, used.dimensions),
      });
    }
  }
  return used;
}

/**
 * Compares the vectors that an endpoint made with those of the store: only its answer tells their length.
 * @throws DomainError `store_embedder_differs`
 */
export function requireLengthOfStore(
  { model, identity: { documentPrefix } }: Embedder,
  stored: readonly StoredEmbedder[],
  length: number,
): void {
  const other = stored.find(({ dimensions }) => dimensions !== length);
  if (other !== undefined) {
    throw new DomainError(storeReaderErrors.store_embedder_differs, {
      stored: nameOf(model, documentPrefix, other.dimensions),
      configured: nameOf(model, documentPrefix, length),
    });
  }
}

function usesFormerBuiltIn(configured: Embedder, stored: readonly StoredEmbedder[]): boolean {
  return configured.model === BUILT_IN_MODEL && stored.some(({ model }) => model === NGRAM_MODEL);
}

function nameOf(model: string, prefix: string, dimensions: number | null): string {
  const details = [...(dimensions === null ? [] : [dimensions]), ...(prefix === '' ? [] : [JSON.stringify(prefix)])];
  return details.length === 0 ? model : `${model} (${details.join(', ')})`;
}
