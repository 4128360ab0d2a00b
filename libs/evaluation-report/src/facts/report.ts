import type { Verdict } from '#libs/answer-judging';
import type { Arm, Cause, CauseCode, EvaluationSummary, Level, Phase, RecallRank } from '#libs/evaluation';
import type { Difference, Share } from '#libs/evaluation-statistics';

/** What is compared: `sufficiency` of the context, or `accuracy` of the answers. */
export const MEASURES = ['sufficiency', 'accuracy'] as const;
export type Measure = (typeof MEASURES)[number];

export interface ReportedEvaluation {
  readonly evaluation_id: string;
  readonly task_id: string;
  readonly database: string;
  readonly question_set: string;
  readonly level: Level;
  readonly phase: Phase;
  /** Name of the chat model; null without the level of answers. */
  readonly model: string | null;
  readonly status: string;
  /** ISO 8601 */
  readonly created_at: string;
}

/** Shares are 0 to 1, with their interval at 95 %; null without questions. */
export interface ReportedArm {
  readonly arm: Arm;
  /** Model of the vectors; null in evaluations of earlier versions. */
  readonly embedder: string | null;
  readonly questions: number;
  readonly sufficiency: Share | null;
  readonly all_tables: Share | null;
  readonly recall_at: Readonly<Record<RecallRank, number>>;
  readonly columns: number | null;
  readonly joins: number | null;
  readonly values: number | null;
  readonly skeleton_any: Share | null;
  readonly tokens: { readonly median: number; readonly p90: number };
  readonly answers: ReportedAnswers | null;
}

/** `accuracy` is execution accuracy; no model has judged an answer. */
export interface ReportedAnswers {
  readonly questions: number;
  readonly accuracy: Share | null;
  /** Right rows, also with further columns. */
  readonly with_extra_columns: Share | null;
  /** Right on every perturbed copy too. Absent in evaluations of earlier versions. */
  readonly accuracy_on_copies?: Share | null;
  /** Of the questions that no data answer, those that the model declined. Absent in evaluations of earlier versions. */
  readonly unanswerable?: { readonly questions: number; readonly right: number; readonly share: Share | null };
  readonly outcomes: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
}

/** The difference between two arms, or between two evaluations of one arm, over the same questions. */
export interface ReportedDifference extends Difference {
  readonly measure: Measure;
  readonly first: string;
  readonly second: string;
}

export interface TrendPoint {
  readonly evaluation_id: string;
  readonly task_id: string;
  readonly created_at: string;
  readonly arms: Readonly<
    Partial<Record<Arm, { readonly questions: number; readonly sufficiency: number; readonly accuracy: number | null }>>
  >;
}

export interface ReportedFailure {
  readonly position: number;
  readonly question_id: string;
  readonly question: string;
  readonly causes: readonly Cause[];
  readonly answers: Readonly<Partial<Record<Arm, Pick<Verdict, 'outcome' | 'reasons' | 'sqlstate' | 'sql'>>>>;
}

export interface NotCounted {
  readonly question_id: string;
  readonly question: string;
  readonly status: 'leaked' | 'unusable';
  readonly note: string | null;
}

/** Keys as in the JSON. */
export interface EvaluationReport {
  readonly evaluation: ReportedEvaluation;
  readonly questions: EvaluationSummary['questions'];
  readonly arms: readonly ReportedArm[];
  readonly differences: readonly ReportedDifference[];
  /** The evaluation before this one with the same questions; null where there is none. */
  readonly since: {
    readonly evaluation: ReportedEvaluation;
    readonly differences: readonly ReportedDifference[];
  } | null;
  /** Oldest first, this one included. */
  readonly trend: readonly TrendPoint[];
  readonly gate: { readonly passed: boolean; readonly checks: readonly GateCheck[] } | null;
  readonly causes: readonly { readonly cause: CauseCode; readonly questions: number }[];
  readonly failures: { readonly questions: number; readonly shown: readonly ReportedFailure[] };
  readonly not_counted: { readonly questions: number; readonly shown: readonly NotCounted[] };
}

export interface GateCheck {
  readonly name: string;
  readonly arm: Arm;
  /** Percent. */
  readonly minimum: number;
  readonly reached: number;
  readonly passed: boolean;
}
