import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { fuseRanks, LexicalIndex } from '#libs/retrieval';
import { vectorBytes } from '../binary-rows.js';
import { vectorStoreErrors } from '../errors.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { readTables, type VectorTables } from '../vector-tables.js';
import type { SearchFilter, StoreHit, StoreSearch, StoreSearchResult } from './search-request.js';

interface StoredHit {
  readonly id: string;
  readonly document: string;
  readonly metadata: Record<string, unknown> | null;
  readonly similarity: number | null;
}

/** Records that each side offers to the fusion, at least. */
const CANDIDATES = 100;

/**
 * Finds the records that answer a question, by vectors and, in mode `hybrid`, by words too. Writes nothing.
 * @throws DomainError `vector_store_absent`, `vector_search_dimension_differs`
 */
export async function searchStore(client: pg.ClientBase, search: StoreSearch): Promise<StoreSearchResult> {
  return inTransaction(client, async () => {
    const tables = await readTables(client);
    if (tables === null) {
      throw new DomainError(vectorStoreErrors.vector_store_absent);
    }
    const hits: Record<Collection, readonly StoreHit[]> = { sql: [], ddl: [], documentation: [] };
    for (const collection of COLLECTIONS) {
      const limit = search.limits[collection] ?? 0;
      if (limit > 0) {
        await requireDimension(client, tables, collection, search.vector.length);
        hits[collection] = await searchCollection(client, tables, collection, limit, search);
      }
    }
    return { mode: search.mode, hits };
  });
}

async function searchCollection(
  client: pg.ClientBase,
  tables: VectorTables,
  collection: Collection,
  limit: number,
  { text, vector, mode, filter }: StoreSearch,
): Promise<StoreHit[]> {
  const values = [tables.collectionIds[collection], vectorBytes(vector), ...filterValues(filter, collection)];
  const { rows } = await client.query<StoredHit>(
    `SELECT e.${tables.idColumn} AS id, e.document, e.cmetadata AS metadata,
            1 - (e.embedding <=> $2::vector) AS similarity
       FROM langchain_pg_embedding e
      WHERE e.collection_id = $1 AND e.document IS NOT NULL
        AND ($3::text IS NULL OR starts_with(e.cmetadata ->> 'source', $3))
        AND ($4::jsonb IS NULL OR e.cmetadata::jsonb @> $4)
      ORDER BY e.embedding <=> $2::vector, e.${tables.idColumn}`,
    values,
  );
  const byVector = rows.filter(({ similarity }) => similarity !== null);
  if (mode === 'vector') {
    return byVector
      .slice(0, limit)
      .map((row, place) => hitOf(row, { score: row.similarity ?? 0, vectorRank: place + 1 }));
  }
  const index = new LexicalIndex(rows.map(({ id, document }) => ({ id, text: document })));
  const byWords = index.search(text, Math.max(CANDIDATES, limit));
  const found = new Map(rows.map((row) => [row.id, row]));
  const matched = new Map(byWords.map(({ id, words }) => [id, words]));
  const nearest = byVector.slice(0, Math.max(CANDIDATES, limit)).map(({ id }) => id);
  return fuseRanks(nearest, byWords, limit).flatMap(({ id, score, ranks }) => {
    const row = found.get(id);
    return row
      ? [
          hitOf(row, {
            score,
            ...(ranks.vector === null ? {} : { vectorRank: ranks.vector }),
            ...(ranks.lexical === null ? {} : { lexicalRank: ranks.lexical, matchedTerms: matched.get(id) ?? [] }),
          }),
        ]
      : [];
  });
}

function hitOf(
  { id, document, metadata, similarity }: StoredHit,
  ranks: Pick<StoreHit, 'score' | 'vectorRank' | 'lexicalRank' | 'matchedTerms'>,
): StoreHit {
  return { id, document, metadata: metadata ?? {}, ...(similarity === null ? {} : { similarity }), ...ranks };
}

function filterValues(filter: SearchFilter | undefined, collection: Collection): (string | null)[] {
  return [
    filter?.database === undefined ? null : `${filter.database}/${collection}/`,
    filter?.taskId === undefined ? null : JSON.stringify({ tasks: [filter.taskId] }),
  ];
}

/** A vector of another length would break the query with a message of the server. */
async function requireDimension(
  client: pg.ClientBase,
  tables: VectorTables,
  collection: Collection,
  offered: number,
): Promise<void> {
  const { rows } = await client.query<{ existing: number; model: string | null }>(
    `SELECT vector_dims(embedding) AS existing, cmetadata ->> 'embedding_model' AS model FROM langchain_pg_embedding
      WHERE collection_id = $1 AND embedding IS NOT NULL LIMIT 1`,
    [tables.collectionIds[collection]],
  );
  const [present] = rows;
  if (present && present.existing !== offered) {
    const params = { collection, existing: present.existing, existing_model: present.model ?? '–', offered };
    throw new DomainError(vectorStoreErrors.vector_search_dimension_differs, params);
  }
}
