import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { COLLECTIONS } from './vector-record.js';
import { findVectorTables } from './vector-tables.js';

/** An embedder of vectors that the store holds. */
export interface StoredEmbedder {
  /** Null where other programs wrote the records, which do not record their model. */
  readonly model: string | null;
  readonly dimensions: number;
}

/**
 * The embedders of the vectors of the store, each once: one record of each collection tells, or else the description of
 * the collection. A merge and a re-embedding keep all records of a collection to one.
 * @returns none while the store holds no vectors
 */
export async function findStoreEmbedders(client: pg.ClientBase): Promise<StoredEmbedder[]> {
  if ((await findVectorTables(client)) === null) {
    return [];
  }
  return inTransaction(client, async () => {
    const { rows } = await client.query<StoredEmbedder>(
      `SELECT DISTINCT coalesce(record.model, c.cmetadata -> 'embedding' ->> 'model') AS model, record.dimensions
         FROM langchain_pg_collection c
        CROSS JOIN LATERAL (
          SELECT e.cmetadata ->> 'embedding_model' AS model, vector_dims(e.embedding) AS dimensions
            FROM langchain_pg_embedding e
           WHERE e.collection_id = c.uuid AND e.embedding IS NOT NULL LIMIT 1) AS record
        WHERE c.name = ANY ($1)
        ORDER BY 1, 2`,
      [COLLECTIONS],
    );
    return rows;
  });
}
