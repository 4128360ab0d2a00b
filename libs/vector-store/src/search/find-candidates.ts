import type pg from 'pg';
import { vectorBytes } from '../binary-rows.js';
import { RECORD_TABLE } from '../lexical/lexical-tables.js';
import type { Collection } from '../vector-record.js';
import type { VectorTables } from '../vector-tables.js';
import type { AskedTerm } from './ask-terms.js';
import { lexicalCandidates, type Bind } from './lexical-candidates.js';
import type { SearchFilter } from './search-request.js';

/** What one side found, the best first. */
export interface Candidate {
  /** Key of the record's row. */
  readonly key: string;
  /** For the lexical side, for each term whether the record has it. */
  readonly matched: readonly boolean[] | null;
}

export interface CollectionCandidates {
  readonly byVector: readonly Candidate[];
  readonly byWords: readonly Candidate[];
}

export interface CandidateSearch {
  readonly collection: Collection;
  /** Most candidates of each side. */
  readonly depth: number;
  /** None: no lexical side. */
  readonly terms: readonly AskedTerm[];
}

interface CandidateRow extends Candidate {
  readonly collection: Collection;
  readonly rank: number;
}

/** Rows of records that are gone wait for the next load; more are ranked so that enough others remain. */
const SPARE = 2;
/** Up to these dimensions an index holds vectors as they are, beyond as `halfvec`; see similarity-index. */
const MOST_INDEXED = 2_000;

/** Both sides of all collections in one statement. */
export async function findCandidates(
  client: pg.ClientBase,
  tables: VectorTables,
  searches: readonly CandidateSearch[],
  vector: Float32Array,
  filter: SearchFilter | undefined,
): Promise<Map<Collection, CollectionCandidates>> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const asked = `${bind(vectorBytes(vector))}::vector`;
  const parts = searches.flatMap((search) => {
    const condition = filterSql(search.collection, filter, tables, bind);
    const byVector = vectorSql(search, tables, asked, vector.length, condition, bind);
    return search.terms.length > 0 ? [byVector, lexicalSql(search, tables, condition, bind)] : [byVector];
  });
  const { rows } = await client.query<CandidateRow>(parts.map((part) => `(${part})`).join(' UNION ALL '), values);
  const ranked = rows.toSorted((a, b) => b.rank - a.rank || (a.key < b.key ? -1 : 1));
  return new Map(
    searches.map(({ collection }) => {
      const found = ranked.filter((row) => row.collection === collection);
      return [
        collection,
        { byVector: found.filter(({ matched }) => !matched), byWords: found.filter(({ matched }) => matched) },
      ];
    }),
  );
}

/** In the form that our indexes answer: the cast, and the collection as a value. */
function vectorSql(
  { collection, depth }: CandidateSearch,
  { collectionIds, keyColumn }: VectorTables,
  asked: string,
  dimensions: number,
  condition: string,
  bind: Bind,
): string {
  const type = `${dimensions <= MOST_INDEXED ? 'vector' : 'halfvec'}(${dimensions})`;
  return `SELECT '${collection}' AS collection, e.${keyColumn}::text AS key, NULL::boolean[] AS matched,
                 -(e.embedding::${type} <=> ${asked}::${type}) AS rank
            FROM langchain_pg_embedding e
           WHERE e.collection_id = ${bind(collectionIds[collection])} AND e.document IS NOT NULL ${condition}
           ORDER BY e.embedding::${type} <=> ${asked}::${type} LIMIT ${depth}`;
}

function lexicalSql(
  { collection, depth, terms }: CandidateSearch,
  { keyColumn }: VectorTables,
  filter: string,
  bind: Bind,
): string {
  const { condition, rank, matched } = lexicalCandidates(terms, bind);
  const exists = `EXISTS (SELECT FROM langchain_pg_embedding e
                           WHERE e.${keyColumn} = l.record${keyColumn === 'uuid' ? '::uuid' : ''} ${filter})`;
  // A filter has to come before the limit; without one the look-up of each record would cost more than its rank.
  return `SELECT '${collection}', l.record, ${matched}, l.rank
            FROM (SELECT l.record, l.terms, ${rank} AS rank FROM ${RECORD_TABLE} l
                   WHERE l.collection = '${collection}' AND ${condition} ${filter === '' ? '' : `AND ${exists}`}
                   ORDER BY rank DESC, l.record LIMIT ${depth * SPARE}) AS l
           WHERE ${exists} ORDER BY l.rank DESC, l.record LIMIT ${depth}`;
}

/** SQL: conditions on row `e`, each beginning with AND. */
function filterSql(
  collection: Collection,
  filter: SearchFilter | undefined,
  { metadataType }: VectorTables,
  bind: Bind,
): string {
  const metadata = metadataType === 'jsonb' ? 'e.cmetadata' : 'e.cmetadata::jsonb';
  const { database, taskId } = filter ?? {};
  return [
    database === undefined
      ? ''
      : `AND starts_with(e.cmetadata ->> 'source', ${bind(`${database}/${collection}/`)}::text)`,
    taskId === undefined ? '' : `AND ${metadata} @> ${bind(JSON.stringify({ tasks: [taskId] }))}::jsonb`,
  ]
    .join(' ')
    .trim();
}
