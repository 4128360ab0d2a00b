import type pg from 'pg';

/** SQL: the object in a column of metadata; readers write NULL and JSON's null, too, where there is none. */
export function objectOf(column: string): string {
  return `(CASE WHEN jsonb_typeof(${column}::jsonb) = 'object' THEN ${column}::jsonb ELSE '{}' END)`;
}

export interface EmbedderDescription {
  readonly model: string;
  readonly dimensions: number;
}

/**
 * Writes the embedder of the vectors into `cmetadata` of the collections, under `embedding`, so that a reader can check
 * its own against it. langchain_postgres keeps the metadata of a collection that exists.
 */
export async function describeCollections(
  client: pg.ClientBase,
  collectionIds: readonly string[],
  { model, dimensions }: EmbedderDescription,
): Promise<void> {
  const embedding = { model, dimensions, normalized: true };
  await client.query(
    `UPDATE langchain_pg_collection
        SET cmetadata = (${objectOf('cmetadata')} || $2::jsonb)::json
      WHERE uuid = ANY ($1::uuid[]) AND NOT coalesce(cmetadata::jsonb @> $2::jsonb, false)`,
    [collectionIds, JSON.stringify({ embedding })],
  );
}
