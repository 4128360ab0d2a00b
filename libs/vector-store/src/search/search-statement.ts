import { quoteLiteral } from '#libs/postgres';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import type { AskedTerm } from './ask-terms.js';
import { lexicalStatement } from './lexical-candidates.js';
import type { SearchFilter } from './search-request.js';
import type { StoreFacts } from './store-facts.js';

/** The search of one collection. */
export interface CollectionSearch {
  readonly collection: Collection;
  readonly limit: number;
  readonly filter: SearchFilter | undefined;
}

/** Candidates of each side, at least. On 124 questions of people, 20 find all tables of 1.6 % fewer. */
const LEAST_DEPTH = 40;
/** Rows of records that are gone wait for the next load; as many more are read so that enough others remain. */
const SPARE = 2;
/** Up to these dimensions an index holds vectors as they are, beyond as `halfvec`; see similarity-index. */
const MOST_INDEXED = 2_000;

/** A vector as a statement has it. Its text is long, and takes as long to write as some queries to run. */
export interface AskedVector {
  readonly text: string;
  readonly type: string;
}

export function askedVector(vector: Float32Array): AskedVector {
  return {
    text: `[${vector.join(',')}]`,
    type: `${vector.length <= MOST_INDEXED ? 'vector' : 'halfvec'}(${vector.length})`,
  };
}

/**
 * The candidates by vectors (place of the search, key, similarity), the nearest of each search first, ties in the order of
 * their keys. The similarity costs nothing here: the server computes the distance of each row that it reads to order them.
 */
export function nearStatement(
  { keyColumn, collectionIds }: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedVector,
): string {
  // In the form that our indexes answer: the cast, and the collection as a value.
  const parts = searches.map(
    (search, place) => `(SELECT ${place} AS place, e.${keyColumn}::text AS key,
                        e.embedding::${asked.type} <=> (SELECT vector FROM asked) AS distance
                   FROM langchain_pg_embedding e
                  WHERE e.collection_id = '${collectionIds[search.collection]}' AND e.document IS NOT NULL
                    AND e.embedding IS NOT NULL ${filterSql(search)}
                  ORDER BY distance LIMIT ${depthOf(search)})`,
  );
  return `WITH asked AS MATERIALIZED (SELECT '${asked.text}'::${asked.type} AS vector)
          SELECT place, key, 1 - distance FROM (${parts.join(' UNION ALL ')}) near ORDER BY place, distance, key`;
}

/**
 * The candidates of a collection by words (key, present), the best first.
 * @param terms at least one
 */
export function foundStatement(facts: StoreFacts, search: CollectionSearch, terms: readonly AskedTerm[]): string {
  const filter = filterSql(search);
  const isWanted = `EXISTS (SELECT FROM langchain_pg_embedding e WHERE ${keyIs(facts, 'l.record')} ${filter})`;
  const options = { depth: depthOf(search), condition: filter === '' ? 'true' : isWanted };
  return lexicalStatement(search.collection, terms, options);
}

/** Candidates of each side. */
export function depthOf({ limit }: CollectionSearch): number {
  return Math.max(SPARE * limit, LEAST_DEPTH);
}

/** The records with these keys that the store has (key, id, document, metadata), in no order. */
export function recordsStatement(
  { idColumn, keyColumn }: StoreFacts,
  keys: readonly string[],
  filter: SearchFilter | undefined,
): string {
  const fits = COLLECTIONS.map((collection) => `(true ${filterSql({ collection, filter })})`);
  const isWanted = filter === undefined ? '' : `AND (${fits.join(' OR ')})`;
  return `SELECT ${keyColumn}::text AS key, ${idColumn} AS id, document, cmetadata AS metadata
            FROM langchain_pg_embedding e
           WHERE ${keyColumn} IN (${keys.map(quoteLiteral).join(', ')}) AND document IS NOT NULL ${isWanted}`;
}

function keyIs({ keyColumn }: StoreFacts, value: string): string {
  return `e.${keyColumn} = ${value}${keyColumn === 'uuid' ? '::uuid' : ''}`;
}

/** SQL: conditions on row `e`, each beginning with AND. */
function filterSql({ collection, filter }: Pick<CollectionSearch, 'collection' | 'filter'>): string {
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
