import type pg from 'pg';
import { embeddingOfCollection, type EmbedderDescription } from './embedder-description.js';
import type { VectorTables } from './vector-tables.js';

/** SQL: the object in a column of metadata; readers write NULL and JSON's null, too, where there is none. */
export function objectOf(column: string): string {
  return `(CASE WHEN jsonb_typeof(${column}::jsonb) = 'object' THEN ${column}::jsonb ELSE '{}' END)`;
}

/**
 * Writes the embedder of the vectors into `cmetadata` of the collections, under `embedding`, so that a reader can check
 * its own against it. langchain_postgres keeps the metadata of a collection that exists. A table of `PGVectorStore` has
 * no place for it but its records.
 */
export async function describeCollections(
  client: pg.ClientBase,
  tables: VectorTables,
  collectionIds: readonly string[],
  { embedder, dimensions }: { readonly embedder: EmbedderDescription; readonly dimensions: number },
): Promise<void> {
  if (tables.table !== 'langchain_pg_embedding') {
    return;
  }
  const embedding = embeddingOfCollection(embedder, dimensions);
  await client.query(
    `UPDATE langchain_pg_collection
        SET cmetadata = (${objectOf('cmetadata')} || $2::jsonb)::json
      WHERE uuid = ANY ($1::uuid[]) AND NOT coalesce(cmetadata::jsonb @> $2::jsonb, false)`,
    [collectionIds, JSON.stringify({ embedding })],
  );
}
