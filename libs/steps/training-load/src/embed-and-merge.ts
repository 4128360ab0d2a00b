import { DomainError } from '#libs/domain-errors';
import type { Embedder, EmbedNotice } from '#libs/language-model';
import type { MergeCounts, PendingRecord, VectorLoad } from '#libs/vector-store';
import { trainingLoadErrors } from './errors.js';

export interface Embedding {
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
  /** Number of records that need no more work. */
  readonly progress: (done: number) => void;
  readonly notice: (notice: EmbedNotice) => void;
}

/** Records whose vectors are in memory at the same time. */
const PAGE = 1_024;
/** Rounds of embedding and merging; more only if other loads delete records in between. */
const ROUNDS = 3;

/**
 * Makes the vectors that the store lacks and merges the load.
 * @param total number of records of the load
 * @throws DomainError of the embedder or the store; the store is then as it was
 */
export async function embedAndMerge(
  load: VectorLoad,
  total: number,
  embedding: Embedding,
): Promise<{ readonly counts: MergeCounts; readonly embedded: number; readonly dimensions: number | null }> {
  let embedded = 0;
  let dimensions: number | null = null;
  for (let round = 0; round <= ROUNDS; round++) {
    const result = await load.merge();
    if (result.merged) {
      return { counts: result.counts, embedded, dimensions };
    }
    const settled = total - result.missing;
    let done = 0;
    const pages = { ...embedding, progress: (ofPage: number) => embedding.progress(settled + done + ofPage) };
    for await (const made of embedPending(load, pages, dimensions)) {
      done += made.count;
      embedded += made.count;
      dimensions = made.dimensions;
      embedding.progress(settled + done);
    }
  }
  throw new DomainError(trainingLoadErrors.training_store_contended);
}

/** While the vector length is unknown, the first page is one text: a mismatch then costs one call. */
async function* embedPending(
  load: VectorLoad,
  embedding: Embedding,
  known: number | null,
): AsyncGenerator<{ count: number; dimensions: number }> {
  let fitsAs = known;
  const { dimensions: announced } = embedding.embedder;
  if (fitsAs === null && announced !== null) {
    await load.checkFit(announced);
    fitsAs = announced;
  }
  for (;;) {
    const page = await load.nextPending(fitsAs === null ? 1 : PAGE);
    if (page.length === 0) {
      return;
    }
    const vectors = await embedPage(page, embedding);
    const dimensions = vectors[0]?.length ?? 0;
    if (fitsAs !== dimensions) {
      await load.checkFit(dimensions);
      fitsAs = dimensions;
    }
    await load.addVectors(page, vectors);
    yield { count: page.length, dimensions };
  }
}

async function embedPage(page: readonly PendingRecord[], embedding: Embedding): Promise<Float32Array[]> {
  const { embedder, signal, progress, notice } = embedding;
  try {
    return await embedder.embed(
      page.map(({ document }) => document),
      { purpose: 'document', signal, progress, notice },
    );
  } catch (error) {
    const refused = error instanceof DomainError && error.code === 'embedding_text_rejected' ? error : null;
    const record = refused && page[Number(refused.params['position']) - 1];
    if (!refused || !record) {
      throw error;
    }
    const { model = '', reason = '' } = refused.params;
    const params = { source: record.source, characters: record.document.length, model, reason };
    throw new DomainError(trainingLoadErrors.training_document_rejected, params, { cause: error });
  }
}
