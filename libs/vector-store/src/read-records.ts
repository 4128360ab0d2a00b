import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import type { SearchFilter } from './search/search-request.js';
import type { Collection } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

export interface SourcedRecord {
  readonly id: string;
  readonly document: string;
  /** Null for records of other programs. */
  readonly source: string | null;
}

/** The ids of a collection, sorted. A record that changes gets another id. */
export async function listIds(
  client: pg.ClientBase,
  { idColumn, collectionIds }: VectorTables,
  collection: Collection,
  { database, taskId }: SearchFilter = {},
): Promise<string[]> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<{ id: string }>(
      `SELECT ${idColumn} AS id FROM langchain_pg_embedding
        WHERE collection_id = $1 AND document IS NOT NULL AND ${idColumn} IS NOT NULL
          AND ($2::text IS NULL OR starts_with(cmetadata ->> 'source', $2))
          AND ($3::jsonb IS NULL OR cmetadata::jsonb @> $3)
        ORDER BY ${idColumn} COLLATE "C"`,
      [
        collectionIds[collection],
        database === undefined ? null : `${database}/${collection}/`,
        taskId === undefined ? null : JSON.stringify({ tasks: [taskId] }),
      ],
    );
    return rows.map(({ id }) => id);
  });
}

/** @returns the records that exist, in no order to rely on */
export async function readRecords(
  client: pg.ClientBase,
  { idColumn }: VectorTables,
  ids: readonly string[],
): Promise<SourcedRecord[]> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<SourcedRecord>(
      `SELECT ${idColumn} AS id, document, cmetadata ->> 'source' AS source FROM langchain_pg_embedding
        WHERE ${idColumn} = ANY ($1) AND document IS NOT NULL`,
      [ids],
    );
    return rows;
  });
}

/** The records of some sources; a document that was split has several. Sorted by source, then as they were written. */
export async function readSources(
  client: pg.ClientBase,
  { collectionIds, idColumn }: VectorTables,
  collection: Collection,
  sources: readonly string[],
): Promise<SourcedRecord[]> {
  return inTransaction(client, async () => {
    // One condition a source: the index on the metadata serves `@>`, and no list.
    const { rows } = await client.query<SourcedRecord>(
      `SELECT record.id, record.document, wanted.source
         FROM unnest($2::text[]) AS wanted(source)
        CROSS JOIN LATERAL (
          SELECT e.${idColumn} AS id, e.document, e.ctid AS place FROM langchain_pg_embedding e
           WHERE e.collection_id = $1 AND e.document IS NOT NULL
             AND e.cmetadata::jsonb @> jsonb_build_object('source', wanted.source)) AS record
        ORDER BY wanted.source, record.place`,
      [collectionIds[collection], sources],
    );
    return rows;
  });
}
