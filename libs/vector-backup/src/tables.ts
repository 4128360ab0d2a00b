/** The two tables, in the order of their foreign key: parents first. */
export const VECTOR_TABLES = ['langchain_pg_collection', 'langchain_pg_embedding'] as const;
export type VectorTable = (typeof VECTOR_TABLES)[number];

/** The only table that is ever truncated by a backup. */
export const EMBEDDING_TABLE = 'langchain_pg_embedding' satisfies VectorTable;
export const COLLECTION_TABLE = 'langchain_pg_collection' satisfies VectorTable;

/** The column that names a row of the embeddings: `id`, or what older versions of langchain_postgres call it. */
export function embeddingKey(columns: readonly string[]): string {
  return columns.includes('id') ? 'id' : 'uuid';
}

export const FORMATS = ['csv', 'binary'] as const;
export type BackupFormat = (typeof FORMATS)[number];

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type BackupCompression = (typeof COMPRESSIONS)[number];
