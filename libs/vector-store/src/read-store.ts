import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import type { Collection } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';
import { vectorBytes } from './binary-rows.js';

type Counted = Pick<VectorTables, 'table' | 'collectionColumn' | 'metadataColumn' | 'collections'>;
const VANNA: Counted = {
  table: 'langchain_pg_embedding',
  collectionColumn: 'collection_id',
  metadataColumn: 'cmetadata',
  collections: 'langchain_pg_collection',
};

export interface SimilarRecord {
  readonly id: string;
  readonly document: string;
  /** `{database}/{collection}/{key}`; null for a record of another program. */
  readonly source: string | null;
  /** Cosine similarity, -1..1. */
  readonly similarity: number;
}

export interface RecordCounts {
  /** All rows of the embedding table. */
  readonly total: number;
  /** Rows by collection; the three of Vanna are always named. */
  readonly byCollection: Readonly<Record<string, number>>;
}

export interface StoredRecord {
  readonly id: string;
  readonly collection: string;
  readonly document: string;
  readonly source: string | null;
  readonly tasks: readonly string[];
  readonly embeddingModel: string | null;
}

/** The `k` records of the collection nearest to the vector by cosine distance, nearest first, as the readers search. */
export async function searchSimilar(
  client: pg.ClientBase,
  tables: VectorTables,
  collection: Collection,
  vector: Float32Array,
  k: number,
): Promise<SimilarRecord[]> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<SimilarRecord>(
      `SELECT e.${tables.idColumn} AS id, e.${tables.documentColumn} AS document,
              e.${tables.metadataColumn} ->> 'source' AS source,
              1 - (e.embedding <=> $2::vector) AS similarity
         FROM ${tables.table} e
        WHERE e.${tables.collectionColumn} = $1
        ORDER BY e.embedding <=> $2::vector, e.${tables.idColumn}
        LIMIT $3`,
      [tables.collectionIds[collection], vectorBytes(vector), k],
    );
    return rows;
  });
}

/** @param counted default: the tables of Vanna */
export async function countRecords(client: pg.ClientBase, counted: Counted = VANNA): Promise<RecordCounts> {
  const { table, collectionColumn, collections } = counted;
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ name: string | null; count: string }>(
      `SELECT c.name, count(*) FROM ${table} e
         LEFT JOIN ${collections} c ON c.uuid = e.${collectionColumn} GROUP BY c.name ORDER BY c.name`,
    );
    const named = rows.flatMap(({ name, count }) => (name === null ? [] : [[name, Number(count)] as const]));
    return {
      total: rows.reduce((sum, { count }) => sum + Number(count), 0),
      byCollection: { sql: 0, documentation: 0, ddl: 0, ...Object.fromEntries(named) },
    };
  });
}

export interface RecordFilter {
  /** Only records that this task loaded. */
  readonly taskId?: string;
  readonly collection?: Collection;
  /** Ids after this one, for paging. */
  readonly afterId?: string;
  readonly limit: number;
}

/** Records sorted by id. */
export async function listRecords(
  client: pg.ClientBase,
  tables: VectorTables,
  filter: RecordFilter,
): Promise<StoredRecord[]> {
  const metadata = `e.${tables.metadataColumn}`;
  return inTransaction(client, async () => {
    const { rows } = await client.query<StoredRecord>(
      `SELECT e.${tables.idColumn} AS id, c.name AS collection, e.${tables.documentColumn} AS document,
              ${metadata} ->> 'source' AS source, coalesce(${metadata}::jsonb -> 'tasks', '[]') AS tasks,
              ${metadata} ->> 'embedding_model' AS "embeddingModel"
         FROM ${tables.table} e JOIN ${tables.collections} c ON c.uuid = e.${tables.collectionColumn}
        WHERE ($1::jsonb IS NULL OR ${metadata}::jsonb @> $1) AND ($2::text IS NULL OR c.name = $2)
          AND ($3::text IS NULL OR e.${tables.idColumn} COLLATE "C" > $3)
        ORDER BY e.${tables.idColumn} COLLATE "C" LIMIT $4`,
      [
        filter.taskId === undefined ? null : JSON.stringify({ tasks: [filter.taskId] }),
        filter.collection ?? null,
        filter.afterId ?? null,
        filter.limit,
      ],
    );
    return rows;
  });
}

/**
 * Length of the vectors that the model made; null where the store holds none.
 * @param searched default: the tables of Vanna
 */
export async function findDimensions(
  client: pg.ClientBase,
  model: string,
  searched: Counted = VANNA,
): Promise<number | null> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ dimensions: number }>(
      `SELECT vector_dims(embedding) AS dimensions FROM ${searched.table}
        WHERE ${searched.metadataColumn} ->> 'embedding_model' = $1 AND embedding IS NOT NULL LIMIT 1`,
      [model],
    );
    return rows[0]?.dimensions ?? null;
  });
}

/** Number of records by the same filter, all pages together. */
export async function countListed(
  client: pg.ClientBase,
  filter: Omit<RecordFilter, 'afterId' | 'limit'>,
  { table, collectionColumn, metadataColumn, collections }: Counted = VANNA,
): Promise<number> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) AS count FROM ${table} e
         JOIN ${collections} c ON c.uuid = e.${collectionColumn}
        WHERE ($1::jsonb IS NULL OR e.${metadataColumn}::jsonb @> $1) AND ($2::text IS NULL OR c.name = $2)`,
      [filter.taskId === undefined ? null : JSON.stringify({ tasks: [filter.taskId] }), filter.collection ?? null],
    );
    return Number(rows[0]?.count ?? 0);
  });
}
