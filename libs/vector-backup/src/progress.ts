import type { VectorTable } from './tables.js';

/** What an operation is doing. Files and rows are safe in every phase: nothing is visible before it is complete. */
export type OperationPhase =
  'connecting' | 'checking' | 'copying' | 'reading_back' | 'truncating' | 'indexing' | 'verifying';

export interface OperationProgress {
  readonly phase: OperationPhase;
  readonly table: VectorTable | null;
  /** Rows of all tables so far. */
  readonly rows: number;
  /** As the planner estimates them, or as the manifest says; null where nobody knows. */
  readonly total_rows: number | null;
  /** Bytes of the files so far. */
  readonly bytes: number;
}

/** What an operation needs from whoever runs it. */
export interface OperationContext {
  /** Aborted when the operation must stop; the reason says why. */
  readonly signal: AbortSignal;
  progress(progress: OperationProgress): void;
  /** Lines for the log of the task. */
  log(message: string): void;
}
