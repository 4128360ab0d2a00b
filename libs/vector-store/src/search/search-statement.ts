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

/**
 * The candidates by vectors: one row with an array of keys for each collection, the nearest first. Distances are left
 * out: the index orders without them, and each would need its vector from the table.
 */
export function nearStatement(
  { keyColumn, collectionIds }: StoreFacts,
  searches: readonly CollectionSearch[],
  vector: Float32Array,
): string {
  const type = typeOf(vector);
  // In the form that our indexes answer: the cast, and the collection as a value.
  const parts = searches.map(
    (search) => `ARRAY(SELECT e.${keyColumn}::text FROM langchain_pg_embedding e
                        WHERE e.collection_id = '${collectionIds[search.collection]}' AND e.document IS NOT NULL
                          AND e.embedding IS NOT NULL ${filterSql(search)}
                        ORDER BY e.embedding::${type} <=> (SELECT vector FROM asked) LIMIT ${depthOf(search)})`,
  );
  return `${askedVector(vector)} SELECT ${parts.join(', ')}`;
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

/** The records with these keys that the store has (key, id, document, metadata, similarity), in no order. */
export function recordsStatement(
  { idColumn, keyColumn }: StoreFacts,
  keys: readonly string[],
  vector: Float32Array,
  filter: SearchFilter | undefined,
): string {
  const fits = COLLECTIONS.map((collection) => `(true ${filterSql({ collection, filter })})`);
  const isWanted = filter === undefined ? '' : `AND (${fits.join(' OR ')})`;
  return `${askedVector(vector)}
          SELECT ${keyColumn}::text AS key, ${idColumn} AS id, document, cmetadata AS metadata,
                 1 - (embedding::${typeOf(vector)} <=> (SELECT vector FROM asked)) AS similarity
            FROM langchain_pg_embedding e
           WHERE ${keyColumn} IN (${keys.map(quoteLiteral).join(', ')}) AND document IS NOT NULL ${isWanted}`;
}

/** The type that our indexes hold vectors of this length as. */
function typeOf(vector: Float32Array): string {
  return `${vector.length <= MOST_INDEXED ? 'vector' : 'halfvec'}(${vector.length})`;
}

/** The text of the vector is long: a statement has it once. */
function askedVector(vector: Float32Array): string {
  return `WITH asked AS MATERIALIZED (SELECT '[${vector.join(',')}]'::${typeOf(vector)} AS vector)`;
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
