import type pg from 'pg';
import { qualifiedName } from '#libs/postgres';
import type { Manifest } from '../manifest.js';
import { COLLECTION_TABLE, EMBEDDING_TABLE } from '../tables.js';
import { type TableShape } from './table-shape.js';

/**
 * Rows and vector lengths of each collection. pgvector stores vectors uncompressed by default: then the stored size
 * tells equal lengths apart without reading the vectors, and one of each size is measured.
 */
export async function readDimensions(
  client: pg.ClientBase,
  shapes: readonly TableShape[],
): Promise<Manifest['dimensions']> {
  const embedding = shapes.find(({ table }) => table === EMBEDDING_TABLE);
  const types = new Map(embedding?.columns.map(({ name, type }) => [name, type]));
  if (!embedding || !/vector/.test(types.get('embedding') ?? '') || !types.has('collection_id')) {
    return [];
  }
  const table = qualifiedName(embedding.schema, EMBEDDING_TABLE);
  const { rows: storage } = await client.query<{ plain: boolean }>(
    `SELECT attstorage IN ('p', 'e') AS plain FROM pg_attribute WHERE attrelid = $1::regclass AND attname = 'embedding'`,
    [table],
  );
  const size = storage[0]?.plain ? 'pg_column_size(embedding)' : 'vector_dims(embedding)';
  const { rows } = await client.query<{ collection: string | null; dimensions: number | null; rows: string }>(
    `SELECT c.name AS collection, vector_dims(e.embedding) AS dimensions, sum(sizes.rows)::bigint AS rows
       FROM (SELECT collection_id, ${size} AS size, count(*) AS rows, min(ctid) AS example
               FROM ${table} GROUP BY 1, 2) AS sizes
       JOIN ${table} e ON e.ctid = sizes.example
       LEFT JOIN ${qualifiedName(embedding.schema, COLLECTION_TABLE)} c ON c.uuid = sizes.collection_id
      GROUP BY 1, 2 ORDER BY 1 NULLS LAST, 2 NULLS LAST`,
  );
  return rows.map((row) => ({ ...row, rows: Number(row.rows) }));
}
