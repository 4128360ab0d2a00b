import type pg from 'pg';
import type { Staging } from './staging.js';

export interface EmbedderDescription {
  readonly model: string;
  readonly dimensions: number;
}

/**
 * Writes the embedder of the vectors into `cmetadata` of the collections that the load writes to, under `embedding`, so
 * that a reader can check its own against it. langchain_postgres keeps the metadata of a collection that exists.
 */
export async function recordEmbedder(
  client: pg.ClientBase,
  { pending }: Staging,
  { model, dimensions }: EmbedderDescription,
): Promise<void> {
  const embedding = { model, dimensions, normalized: true };
  await client.query(
    `UPDATE langchain_pg_collection
        SET cmetadata = (coalesce(cmetadata::jsonb, '{}') || $1::jsonb)::json
      WHERE uuid IN (SELECT collection_id FROM ${pending}) AND NOT coalesce(cmetadata::jsonb @> $1::jsonb, false)`,
    [JSON.stringify({ embedding })],
  );
}
