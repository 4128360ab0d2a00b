import { quoteLiteral } from '#libs/postgres';
import { LEXICAL_WEIGHT, RANK_CONSTANT } from '#libs/retrieval';
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

/** Candidates of each side, at least: as many as a scan of an HNSW index finds without further settings. */
export const LEAST_DEPTH = 40;
/** Rows of records that are gone wait for the next load; more are ranked so that enough others remain. */
const SPARE = 2;
/** Up to these dimensions an index holds vectors as they are, beyond as `halfvec`; see similarity-index. */
const MOST_INDEXED = 2_000;

/** One statement for all collections; ranks are joined as `fuseRanks` joins them. */
export function searchStatement(
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: { readonly vector: Float32Array; readonly words: number; readonly filter: SearchFilter | undefined },
): string {
  const parts = searches.map((search) => collectionSql(facts, search, asked));
  return `WITH asked AS MATERIALIZED (SELECT '[${asked.vector.join(',')}]'::vector AS vector)
          ${parts.map((part) => `(${part})`).join(' UNION ALL ')}`;
}

function collectionSql(
  facts: StoreFacts,
  search: CollectionSearch,
  { vector, words, filter }: { vector: Float32Array; words: number; filter: SearchFilter | undefined },
): string {
  const { collection, limit, terms } = search;
  const { idColumn, keyColumn } = facts;
  const condition = filterSql(collection, filter);
  const near = `SELECT key, row_number() OVER (ORDER BY distance, key) AS place
                  FROM (${vectorSql(facts, search, vector.length, condition)}) AS v`;
  const found =
    terms.length === 0
      ? 'SELECT NULL::text AS key, 0::real AS coverage, NULL::int[] AS words, NULL::bigint AS place LIMIT 0'
      : lexicalSql(facts, search, words, condition);
  return `SELECT '${collection}' AS collection, e.${idColumn} AS id, e.document, e.cmetadata AS metadata, fused.score,
                 1 - (e.embedding <=> (SELECT vector FROM asked)) AS similarity, fused.vector_rank, fused.lexical_rank,
                 fused.words
            FROM (SELECT key, near.place AS vector_rank, found.place AS lexical_rank, found.words,
                         coalesce(1.0 / (${RANK_CONSTANT} + near.place), 0)
                         + coalesce(${LEXICAL_WEIGHT} * found.coverage / (${RANK_CONSTANT} + found.place), 0)
                           AS score
                    FROM (${near}) AS near FULL JOIN (${found}) AS found USING (key)
                   ORDER BY score DESC, key LIMIT ${limit}) AS fused
            JOIN langchain_pg_embedding e ON e.${keyColumn} = fused.key${keyColumn === 'uuid' ? '::uuid' : ''}`;
}

/** In the form that our indexes answer: the cast, and the collection as a value. */
function vectorSql(
  { collectionIds, keyColumn }: StoreFacts,
  { collection, limit }: CollectionSearch,
  dimensions: number,
  condition: string,
): string {
  const type = `${dimensions <= MOST_INDEXED ? 'vector' : 'halfvec'}(${dimensions})`;
  const distance = `e.embedding::${type} <=> (SELECT vector::${type} FROM asked)`;
  return `SELECT e.${keyColumn}::text AS key, ${distance} AS distance FROM langchain_pg_embedding e
           WHERE e.collection_id = '${collectionIds[collection]}' AND e.document IS NOT NULL
             AND e.embedding IS NOT NULL ${condition}
           ORDER BY ${distance} LIMIT ${Math.max(limit, LEAST_DEPTH)}`;
}

function lexicalSql(
  { keyColumn }: StoreFacts,
  { collection, limit, terms }: CollectionSearch,
  asked: number,
  filter: string,
): string {
  const { condition, rank, coverage, words } = lexicalCandidates(terms, asked);
  const depth = Math.max(limit, LEAST_DEPTH);
  const exists = `EXISTS (SELECT FROM langchain_pg_embedding e
                           WHERE e.${keyColumn} = l.record${keyColumn === 'uuid' ? '::uuid' : ''} ${filter})`;
  // A filter has to come before the limit; without one the look-up of each record would cost more than its rank.
  return `SELECT l.record AS key, ${coverage} AS coverage, ${words} AS words,
                 row_number() OVER (ORDER BY l.rank DESC, l.record) AS place
            FROM (SELECT l.record, l.terms, ${rank} AS rank FROM ${RECORD_TABLE} l
                   WHERE l.collection = '${collection}' AND ${condition} ${filter === '' ? '' : `AND ${exists}`}
                   ORDER BY rank DESC, l.record LIMIT ${depth * SPARE}) AS l
           WHERE ${exists} ORDER BY l.rank DESC, l.record LIMIT ${depth}`;
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
