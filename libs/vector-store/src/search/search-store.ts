import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { fuseRanks } from '#libs/retrieval';
import { vectorBytes } from '../binary-rows.js';
import { vectorStoreErrors } from '../errors.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { readTables, type VectorTables } from '../vector-tables.js';
import { askTerms, type AskedTerms } from './ask-terms.js';
import { findCandidates, type CollectionCandidates } from './find-candidates.js';
import { dimensionError } from './dimension-error.js';
import { prepareIndexScan } from './prepare-index-scan.js';
import type { StoreHit, StoreSearch, StoreSearchResult } from './search-request.js';

interface StoredRecord {
  readonly key: string;
  readonly id: string;
  readonly document: string;
  readonly metadata: Record<string, unknown> | null;
  readonly similarity: number | null;
}

type Ranked = Pick<StoreHit, 'score' | 'vectorRank' | 'lexicalRank' | 'matchedTerms'> & { readonly key: string };

/** Candidates of each side, at least: what a scan of an HNSW index finds without further settings. */
const LEAST_DEPTH = 40;

/**
 * Finds the records that answer a question, by vectors and, in mode `hybrid`, by words too. Writes nothing.
 * @throws DomainError `vector_store_absent`, `vector_search_dimension_differs`
 */
export async function searchStore(client: pg.ClientBase, search: StoreSearch): Promise<StoreSearchResult> {
  try {
    return await inTransaction(client, () => searchTables(client, search));
  } catch (error) {
    throw (await dimensionError(client, search.vector.length, error)) ?? error;
  }
}

async function searchTables(client: pg.ClientBase, search: StoreSearch): Promise<StoreSearchResult> {
  const tables = await readTables(client);
  if (tables === null) {
    throw new DomainError(vectorStoreErrors.vector_store_absent);
  }
  const mode = search.mode === 'hybrid' && tables.hasLexicalSide ? 'hybrid' : 'vector';
  const limitOf = (collection: Collection): number => search.limits[collection] ?? 0;
  const collections = COLLECTIONS.filter((collection) => limitOf(collection) > 0);
  const asked = mode === 'hybrid' ? await askTerms(client, search.text, collections) : null;
  const searches = collections.map((collection) => ({
    collection,
    depth: Math.max(limitOf(collection), LEAST_DEPTH),
    terms: asked?.byCollection.get(collection) ?? [],
  }));
  const hits: Record<Collection, readonly StoreHit[]> = { sql: [], ddl: [], documentation: [] };
  if (searches.length > 0) {
    await prepareIndexScan(client, Math.max(...searches.map(({ depth }) => depth)), search.filter !== undefined);
    const candidates = await findCandidates(client, tables, searches, search.vector, search.filter);
    const ranked = collections.map((collection): readonly [Collection, Ranked[]] => {
      const found = candidates.get(collection) ?? { byVector: [], byWords: [] };
      return [collection, rank(found, collection, asked, limitOf(collection))];
    });
    const records = await readRecords(
      client,
      tables,
      search.vector,
      ranked.flatMap(([, each]) => each.map(({ key }) => key)),
    );
    for (const [collection, each] of ranked) {
      hits[collection] = each.flatMap((hit) => hitOf(hit, records.get(hit.key), mode));
    }
  }
  return { mode, hits };
}

function rank(
  { byVector, byWords }: CollectionCandidates,
  collection: Collection,
  asked: AskedTerms | null,
  limit: number,
): Ranked[] {
  const matches = new Map(byWords.map(({ key, matched }) => [key, matchOf(matched ?? [], collection, asked)]));
  const words = byWords.map(({ key }) => ({ id: key, coverage: matches.get(key)?.coverage ?? 0 }));
  const keys = byVector.map(({ key }) => key);
  return fuseRanks(keys, words, limit).map(({ id: key, score, ranks }) => ({
    key,
    score,
    ...(ranks.vector === null ? {} : { vectorRank: ranks.vector }),
    ...(ranks.lexical === null ? {} : { lexicalRank: ranks.lexical, matchedTerms: matches.get(key)?.words ?? [] }),
  }));
}

/** Which words of the question a record has, and how much of the question that is. */
function matchOf(matched: readonly boolean[], collection: Collection, asked: AskedTerms | null) {
  const { words = [], byCollection } = asked ?? {};
  const weights = new Float64Array(words.length);
  for (const [at, { word, weight }] of (byCollection?.get(collection) ?? []).entries()) {
    weights[word] = Math.max(weights[word] ?? 0, matched[at] ? weight : 0);
  }
  const coverage = weights.reduce((sum, weight) => sum + weight, 0) / Math.max(words.length, 1);
  return { coverage, words: words.filter((_word, at) => (weights[at] ?? 0) > 0) };
}

async function readRecords(
  client: pg.ClientBase,
  { idColumn, keyColumn }: VectorTables,
  vector: Float32Array,
  keys: readonly string[],
): Promise<Map<string, StoredRecord>> {
  const { rows } = await client.query<StoredRecord>(
    `SELECT e.${keyColumn}::text AS key, e.${idColumn} AS id, e.document, e.cmetadata AS metadata,
            1 - (e.embedding <=> $1::vector) AS similarity
       FROM langchain_pg_embedding e WHERE e.${keyColumn} = ANY ($2${keyColumn === 'uuid' ? '::uuid[]' : ''})`,
    [vectorBytes(vector), keys],
  );
  return new Map(rows.map((row) => [row.key, row]));
}

function hitOf({ key: _key, ...hit }: Ranked, record: StoredRecord | undefined, mode: 'hybrid' | 'vector'): StoreHit[] {
  if (!record) {
    return [];
  }
  const { id, document, metadata, similarity } = record;
  return [
    {
      id,
      document,
      metadata: metadata ?? {},
      ...hit,
      score: mode === 'vector' ? (similarity ?? 0) : hit.score,
      ...(similarity === null ? {} : { similarity }),
    },
  ];
}
