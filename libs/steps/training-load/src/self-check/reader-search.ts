import type { Embedder } from '#libs/language-model';
import {
  COLLECTIONS,
  searchRecordTable,
  searchSimilar,
  searchStore,
  type Collection,
  type FoundRecord,
  type VectorConnection,
  type VectorTables,
} from '#libs/vector-store';

export interface Reader {
  readonly client: VectorConnection;
  readonly tables: VectorTables;
  readonly embedder: Embedder;
  readonly signal: AbortSignal;
}

export interface AskedQuestion {
  readonly text: string;
  readonly vector: Float32Array;
}

type Found = Readonly<Record<Collection, readonly FoundRecord[]>>;

/** One way in which readers search: the first records of each collection. */
export type ReaderSearch = (question: AskedQuestion, limit: number) => Promise<Found>;

/** By vectors alone, as Vanna does, and as `PGVectorStore` does unless told otherwise. */
export function byVectors({ client, tables }: Reader): ReaderSearch {
  return ({ vector }, limit) => inEach((collection) => searchSimilar(client, tables, collection, vector, limit));
}

/**
 * By words and vectors: as `POST /search` and `POST /context` do, or as `PGVectorStore` does with a `HybridSearchConfig`.
 * @returns null for a store without words
 */
export function byWordsAndVectors({ client, tables }: Reader): ReaderSearch | null {
  if (tables.hasWords) {
    return (question, limit) => inEach((collection) => searchRecordTable(client, collection, question, limit));
  }
  if (!tables.hasLexicalSide) {
    return null;
  }
  return async (question, limit) => {
    const limits = { ddl: limit, documentation: limit, sql: limit };
    const { hits } = await searchStore(client, { ...question, limits, mode: 'hybrid' });
    const found = (collection: Collection) =>
      hits[collection].map(({ document, metadata: { source } }) => ({
        document,
        source: typeof source === 'string' ? source : null,
      }));
    return { ddl: found('ddl'), documentation: found('documentation'), sql: found('sql') };
  };
}

async function inEach(search: (collection: Collection) => Promise<readonly FoundRecord[]>): Promise<Found> {
  const found: Partial<Record<Collection, readonly FoundRecord[]>> = {};
  for (const collection of COLLECTIONS) {
    found[collection] = await search(collection);
  }
  return found as Found;
}
