import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { inTransaction } from '#libs/postgres';
import { vectorStoreErrors } from '../errors.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';

/** SQLSTATE data_exception: pgvector's for vectors of different lengths. */
const DATA_EXCEPTION = '22000';

/**
 * The reason of a search that the server refused, if it is the length of the vector. Looked for after the failure:
 * finding a record of each collection may need a scan of the table.
 */
export async function dimensionError(client: pg.ClientBase, offered: number, error: unknown): Promise<Error | null> {
  if (!(error instanceof Error && 'code' in error && error.code === DATA_EXCEPTION)) {
    return null;
  }
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ collection: Collection; existing: number; model: string | null }>(
      `SELECT DISTINCT c.name AS collection, vector_dims(e.embedding) AS existing,
              e.cmetadata ->> 'embedding_model' AS model
         FROM langchain_pg_embedding e JOIN langchain_pg_collection c ON c.uuid = e.collection_id
        WHERE c.name = ANY ($1) AND vector_dims(e.embedding) <> $2 ORDER BY 1, 2, 3 LIMIT 1`,
      [COLLECTIONS, offered],
    );
    const [other] = rows;
    if (!other) {
      return null;
    }
    const { collection, existing, model } = other;
    const params = { collection, existing, existing_model: model ?? '–', offered };
    return new DomainError(vectorStoreErrors.vector_search_dimension_differs, params, { cause: error });
  });
}
