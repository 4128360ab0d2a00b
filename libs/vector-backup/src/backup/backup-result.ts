import type { VectorTable } from '../tables.js';

export interface BackedUpTable {
  readonly success: true;
  readonly row_count: number;
  /** `764.0 KB` */
  readonly file_size: string;
  readonly file_size_bytes: number;
  readonly backup_file: string;
  readonly sha256: string;
  /** Seconds. */
  readonly duration: number;
}

export interface TruncatedTable {
  readonly success: true;
  readonly rows_before: number;
  readonly rows_after: number;
  readonly duration: number;
}

export interface IncrementResult {
  /** The backup that this one is of use with only. */
  readonly base_timestamp: string;
  readonly deleted_file: string;
  readonly deleted_rows: number;
  /** Of the table, at the snapshot. */
  readonly total_rows: number;
}

/** The result of a backup in the form of the API. */
export interface BackupResult {
  readonly backup_performed: boolean;
  readonly truncate_performed: boolean;
  /** An absolute path, or `s3://bucket/prefix/…`. */
  readonly backup_directory: string;
  readonly backup_timestamp: string;
  readonly manifest_file: string;
  readonly tables_backed_up: Partial<Record<VectorTable, BackedUpTable>>;
  readonly truncate_results: Partial<Record<VectorTable, TruncatedTable>>;
  /** Null for a backup of all rows. */
  readonly incremental: IncrementResult | null;
  readonly errors: string[];
  readonly duration: number;
}
