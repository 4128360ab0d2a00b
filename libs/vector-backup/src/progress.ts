import type { Language, Message } from '#libs/language';
import type { VectorTable } from './tables.js';

/** Phase of an operation. Files and rows are safe in every phase: nothing is visible before it is complete. */
export type OperationPhase =
  'connecting' | 'checking' | 'copying' | 'reading_back' | 'truncating' | 'indexing' | 'verifying';

export interface OperationProgress {
  readonly phase: OperationPhase;
  readonly table: VectorTable | null;
  /** Rows of all tables so far. */
  readonly rows: number;
  /** As estimated by the planner, or from the manifest; null if unknown. */
  readonly total_rows: number | null;
  /** Bytes of the files so far. */
  readonly bytes: number;
}

/** Dependencies of an operation, given by its caller. */
export interface OperationContext {
  /** Aborted when the operation must stop; the reason is the error. */
  readonly signal: AbortSignal;
  progress(progress: OperationProgress): void;
  /** Of the texts that the operation leaves. */
  readonly language: Language;
  /** Lines for the log of the task. */
  log(message: Message): void;
}
