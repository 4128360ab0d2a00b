import type { VectorTable } from '../tables.js';

export interface RestoredTable {
  readonly success: true;
  readonly source_file: string;
  /** Rows that this restore wrote. */
  readonly rows_restored: number;
  /** Rows of the backup that were in the target already and stayed as they are. */
  readonly rows_skipped: number;
  readonly file_size: string;
  readonly duration: number;
}

/** The result of a restore in the form of the API. */
export interface RestoreResult {
  readonly restore_performed: true;
  readonly truncate_performed: boolean;
  readonly backup_info: { readonly backup_path: string; readonly timestamp: string; readonly backup_date: string };
  readonly truncate_results: Partial<
    Record<VectorTable, { readonly success: true; readonly rows_before: number; readonly rows_after: 0 }>
  >;
  readonly restore_results: Partial<Record<VectorTable, RestoredTable>>;
  readonly indexes_rebuilt: string[];
  /**
   * Null when not requested. A table is compared when every row of the backup was written unchanged: not after skipped
   * or replaced rows, collections matched by name, or a restore of a backup of the original.
   */
  readonly verification: { readonly tables_compared: VectorTable[]; readonly rows_compared: number } | null;
  readonly errors: string[];
  readonly duration: number;
}
