import { DomainError } from '#libs/domain-errors';
import type { Embedder } from '#libs/language-model';
import type { MergeCounts, VectorLoad } from '#libs/vector-store';
import { trainingLoadErrors } from './errors.js';
import type { TrainingRecord } from './read-training-data.js';

export interface Embedding {
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
  /** Number of records that need no more work, of all. */
  readonly progress: (done: number, total: number) => void;
}

/** Records whose vectors are in memory at the same time. */
const CHUNK = 512;
/** How often records may vanish under us before we let somebody else have the store. */
const ROUNDS = 3;

/**
 * Makes the vectors that the store lacks and merges the load.
 * @throws DomainError of the embedder or the store; the store is then as it was
 */
export async function embedAndMerge(
  load: VectorLoad,
  records: readonly TrainingRecord[],
  embedding: Embedding,
): Promise<{ readonly counts: MergeCounts; readonly embedded: number; readonly dimensions: number | null }> {
  const documents = new Map(records.map(({ id, document }) => [id, document]));
  let missing: readonly string[] = await load.missing();
  let embedded = 0;
  let dimensions: number | null = null;
  for (let round = 1; round <= ROUNDS; round++) {
    const settled = records.length - missing.length;
    for await (const made of embedInChunks(missing, documents, embedding, load)) {
      embedded += made.count;
      dimensions = made.dimensions;
      embedding.progress(settled + made.done, records.length);
    }
    const result = await load.merge(dimensions);
    if (result.merged) {
      return { counts: result.counts, embedded, dimensions };
    }
    missing = result.missing;
  }
  throw new DomainError(trainingLoadErrors.training_store_contended);
}

/** The first chunk is a single text where only an answer tells the length of the vectors: a misfit costs one call. */
async function* embedInChunks(
  ids: readonly string[],
  documents: ReadonlyMap<string, string>,
  { embedder, signal }: Embedding,
  load: VectorLoad,
): AsyncGenerator<{ count: number; done: number; dimensions: number }> {
  let fitsAs: number | null = null;
  if (ids.length > 0 && embedder.dimensions !== null) {
    await load.checkFit(embedder.dimensions);
    fitsAs = embedder.dimensions;
  }
  for (let done = 0; done < ids.length;) {
    const chunk = ids.slice(done, done + (fitsAs === null ? 1 : CHUNK));
    const vectors = await embedder.embed(
      chunk.map((id) => documents.get(id) ?? ''),
      { signal },
    );
    const dimensions = vectors[0]?.length ?? 0;
    if (fitsAs !== dimensions) {
      await load.checkFit(dimensions);
      fitsAs = dimensions;
    }
    await load.addVectors(chunk.map((id, index) => ({ id, vector: vectors[index] ?? new Float32Array() })));
    done += chunk.length;
    yield { count: chunk.length, done, dimensions };
  }
}
