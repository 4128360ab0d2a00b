import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { prefixIn } from './embedder-description.js';
import { findRecordTable } from './record-table.js';
import { COLLECTIONS } from './vector-record.js';
import { findVectorTables } from './vector-tables.js';

/** An embedder of vectors that the store holds. */
export interface StoredEmbedder {
  /** Null where other programs wrote the records, which do not record their model. */
  readonly model: string | null;
  /** Preceded every document; absent or empty: none. */
  readonly documentPrefix?: string;
  readonly dimensions: number;
}

/**
 * The embedders of the vectors of the store, each once: one record of each collection tells, or else the description of
 * the collection. A merge and a re-embedding keep all records of a collection to one.
 * @returns none while the store holds no vectors
 */
export async function findStoreEmbedders(client: pg.ClientBase): Promise<StoredEmbedder[]> {
  const [vanna, records] = [await findVectorTables(client), await findRecordTable(client)];
  const queries = [...(vanna === null ? [] : [OF_VANNA]), ...(records === null ? [] : [OF_RECORDS])];
  if (queries.length === 0) {
    return [];
  }
  return inTransaction(client, async () => {
    const { rows } = await client.query<StoredEmbedder>(
      `WITH names AS (SELECT $1::text[] AS of_collections) ${queries.join(' UNION ')} ORDER BY 1, 2, 3`,
      [COLLECTIONS],
    );
    return rows;
  });
}

const OF_VANNA = `
  SELECT coalesce(record.model, c.cmetadata -> 'embedding' ->> 'model') AS model, record.dimensions,
         CASE WHEN record.model IS NULL THEN ${prefixIn('c.cmetadata')} ELSE record.prefix END AS "documentPrefix"
    FROM langchain_pg_collection c
   CROSS JOIN LATERAL (
     SELECT e.cmetadata ->> 'embedding_model' AS model, vector_dims(e.embedding) AS dimensions,
            ${prefixIn('e.cmetadata')} AS prefix
       FROM langchain_pg_embedding e
      WHERE e.collection_id = c.uuid AND e.embedding IS NOT NULL LIMIT 1) AS record
   WHERE c.name = ANY (SELECT unnest(of_collections) FROM names)`;

/** A record of its readers tells no embedder, but the column has one length. */
const OF_RECORDS = `
  SELECT * FROM (
    SELECT embedding_model AS model, vector_dims(embedding) AS dimensions,
           ${prefixIn('langchain_metadata')} AS "documentPrefix"
      FROM data_pipeline_records
     ORDER BY embedding_model IS NULL LIMIT 1) AS record`;
