import type { JsonObject } from '#libs/pipeline';
import type { Arm } from './arm.js';
import type { CauseCode, RecallRank, ResultStatus } from './result.js';

/** Shares are 0 to 1; null where no question has such a part. */
export interface ArmSummary {
  /** Model of the vectors. Absent in evaluations of earlier versions. */
  readonly embedder?: string;
  readonly questions: number;
  readonly sufficiency: number;
  /** Questions all of whose tables are in the context. */
  readonly all_tables: number;
  readonly recall_at: Readonly<Record<RecallRank, number>>;
  /** Share of the columns, joins and values over all questions. */
  readonly columns: number | null;
  readonly joins: number | null;
  readonly values: number | null;
  readonly skeleton_first: number;
  readonly skeleton_any: number;
  readonly tokens: { readonly median: number; readonly p90: number };
  /** Of the answers level. */
  readonly answers?: JsonObject;
}

export interface EvaluationSummary {
  readonly questions: Readonly<Record<ResultStatus | 'total' | 'unanswerable', number>>;
  readonly arms: Readonly<Partial<Record<Arm, ArmSummary>>>;
  /** The half that no remedy was made from. */
  readonly kept_half: Readonly<Partial<Record<Arm, ArmSummary>>>;
  readonly causes: Readonly<Partial<Record<CauseCode, number>>>;
}
