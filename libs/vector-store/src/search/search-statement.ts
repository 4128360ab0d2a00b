import { quoteLiteral } from '#libs/postgres';
import { RECORD_TABLE } from '../lexical/lexical-tables.js';
import type { Collection } from '../vector-record.js';
import type { AskedTerm } from './ask-terms.js';
import { lexicalCandidates } from './lexical-candidates.js';
import type { SearchFilter } from './search-request.js';
import type { StoreFacts } from './store-facts.js';

/** The search of one collection. */
export interface CollectionSearch {
  readonly collection: Collection;
  readonly limit: number;
  /** None: no lexical side. */
  readonly terms: readonly AskedTerm[];
}

export interface HitRow {
  readonly collection: Collection;
  readonly id: string;
  readonly document: string;
  readonly metadata: Record<string, unknown> | null;
  readonly score: number;
  readonly similarity: number | null;
  readonly vector_rank: string | null;
  readonly lexical_rank: string | null;
  readonly words: number[] | null;
}

/**
 * Of reciprocal rank fusion (Cormack et al., SIGIR 2009). Their 60 is for runs of a thousand documents; here some ten are
 * read, and the first ranks should tell more.
 */
const RANK_CONSTANT = 20;
/** Where the words know all of a question, they are right more often than the vectors. */
const LEXICAL_WEIGHT = 1.5;
/** Candidates of each side, at least: as many as a scan of an HNSW index finds without further settings. */
const LEAST_DEPTH = 40;
/** Rows of records that are gone wait for the next load; as many more are read so that enough others remain. */
const SPARE = 2;
/** Up to these dimensions an index holds vectors as they are, beyond as `halfvec`; see similarity-index. */
const MOST_INDEXED = 2_000;

/**
 * One statement for all collections. Both rankings are joined by reciprocal ranks; a lexical rank counts by how much of
 * the question the record covers: where the words know nothing, as with a question in another language, the vectors
 * decide.
 */
export function searchStatement(
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: { readonly vector: Float32Array; readonly words: number; readonly filter: SearchFilter | undefined },
): string {
  const { idColumn, keyColumn } = facts;
  const parts = searches.map((search) => `(${collectionSql(facts, search, asked)})`);
  return `WITH asked AS MATERIALIZED (SELECT '[${asked.vector.join(',')}]'::vector AS vector)
          SELECT found.collection, e.${idColumn} AS id, e.document, e.cmetadata AS metadata, found.score,
                 1 - found.distance AS similarity, found.vector_rank, found.lexical_rank, found.words
            FROM (${parts.join(' UNION ALL ')}) AS found
            JOIN langchain_pg_embedding e ON e.${keyColumn} = found.key${keyColumn === 'uuid' ? '::uuid' : ''}`;
}

/** The best of a collection, twice as many as asked for. */
function collectionSql(
  facts: StoreFacts,
  search: CollectionSearch,
  { vector, words, filter }: { vector: Float32Array; words: number; filter: SearchFilter | undefined },
): string {
  const { collection, limit, terms } = search;
  const condition = filterSql(collection, filter);
  // The rows come nearest first; the distance is the one that they were found by.
  const near = `SELECT key, distance, row_number() OVER () AS place
                  FROM (${vectorSql(facts, search, vector.length, condition)}) AS v`;
  if (terms.length === 0) {
    return `SELECT '${collection}' AS collection, key, distance, place AS vector_rank, NULL::bigint AS lexical_rank,
                   NULL::int[] AS words, 1.0::float8 / (${RANK_CONSTANT} + place) AS score
              FROM (${near}) AS near WHERE place <= ${SPARE * limit}`;
  }
  return `SELECT '${collection}' AS collection, key, near.distance, near.place AS vector_rank,
                 found.place AS lexical_rank, found.words,
                 coalesce(1.0::float8 / (${RANK_CONSTANT} + near.place), 0)
                 + coalesce(${LEXICAL_WEIGHT} * found.coverage / (${RANK_CONSTANT} + found.place), 0) AS score
            FROM (${near}) AS near FULL JOIN (${lexicalSql(facts, search, words, condition)}) AS found USING (key)
           ORDER BY score DESC, key LIMIT ${SPARE * limit}`;
}

/** In the form that our indexes answer: the cast, and the collection as a value. */
function vectorSql(
  { collectionIds, keyColumn }: StoreFacts,
  search: CollectionSearch,
  dimensions: number,
  condition: string,
): string {
  const type = `${dimensions <= MOST_INDEXED ? 'vector' : 'halfvec'}(${dimensions})`;
  const distance = `e.embedding::${type} <=> (SELECT vector::${type} FROM asked)`;
  return `SELECT e.${keyColumn}::text AS key, ${distance} AS distance FROM langchain_pg_embedding e
           WHERE e.collection_id = '${collectionIds[search.collection]}' AND e.document IS NOT NULL
             AND e.embedding IS NOT NULL ${condition}
           ORDER BY ${distance} LIMIT ${vectorDepth(search)}`;
}

/** Candidates by vectors. */
export function vectorDepth({ limit }: CollectionSearch): number {
  return Math.max(SPARE * limit, LEAST_DEPTH);
}

function lexicalSql(
  { keyColumn }: StoreFacts,
  { collection, limit, terms }: CollectionSearch,
  asked: number,
  filter: string,
): string {
  const { condition, rank, coverage, words } = lexicalCandidates(terms, asked);
  const isWanted = `AND EXISTS (SELECT FROM langchain_pg_embedding e
                                 WHERE e.${keyColumn} = l.record${keyColumn === 'uuid' ? '::uuid' : ''} ${filter})`;
  return `SELECT l.record AS key, ${coverage} AS coverage, ${words} AS words,
                 row_number() OVER (ORDER BY l.rank DESC, l.record) AS place
            FROM (SELECT l.record, l.terms, ${rank} AS rank FROM ${RECORD_TABLE} l
                   WHERE l.collection = '${collection}' AND ${condition} ${filter === '' ? '' : isWanted}
                   ORDER BY rank DESC, l.record LIMIT ${Math.max(SPARE * limit, LEAST_DEPTH)}) AS l`;
}

/** SQL: conditions on row `e`, each beginning with AND. */
function filterSql(collection: Collection, filter: SearchFilter | undefined): string {
  const { database, taskId } = filter ?? {};
  const source = database === undefined ? null : quoteLiteral(`${database}/${collection}/`);
  const tasks = taskId === undefined ? null : quoteLiteral(JSON.stringify({ tasks: [taskId] }));
  return [
    source === null ? '' : `AND starts_with(e.cmetadata ->> 'source', ${source})`,
    tasks === null ? '' : `AND e.cmetadata::jsonb @> ${tasks}::jsonb`,
  ]
    .join(' ')
    .trim();
}
