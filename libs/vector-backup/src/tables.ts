/** The tables, in the order of their foreign key: parents first. */
export const VECTOR_TABLES = ['langchain_pg_collection', 'langchain_pg_embedding', 'data_pipeline_records'] as const;
export type VectorTable = (typeof VECTOR_TABLES)[number];

/** The tables of every store. */
export const REQUIRED_TABLES = ['langchain_pg_collection', 'langchain_pg_embedding'] as const;
/** The table of `PGVectorStore`: a store has it once its sink has loaded something. */
export const RECORD_TABLE = 'data_pipeline_records' satisfies VectorTable;

export const EMBEDDING_TABLE = 'langchain_pg_embedding' satisfies VectorTable;
export const COLLECTION_TABLE = 'langchain_pg_collection' satisfies VectorTable;

/** The column that names a row: `id`, or what `PGVectorStore` and older versions of langchain_postgres call it. */
export function embeddingKey(columns: readonly string[]): string {
  return ['id', 'langchain_id'].find((name) => columns.includes(name)) ?? 'uuid';
}

/** The requested tables, without the one that a store or a backup may lack; on its own it is required too. */
export function withoutAbsent(tables: readonly VectorTable[], hasRecords: boolean): readonly VectorTable[] {
  return hasRecords || tables.length === 1 ? tables : tables.filter((table) => table !== RECORD_TABLE);
}

/** Those that a backup empties, of the ones that it has written. */
export const TRUNCATED_TABLES: readonly VectorTable[] = [EMBEDDING_TABLE, RECORD_TABLE];

export const FORMATS = ['csv', 'binary'] as const;
export type BackupFormat = (typeof FORMATS)[number];

export const COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type BackupCompression = (typeof COMPRESSIONS)[number];
