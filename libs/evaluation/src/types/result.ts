import type { JsonObject } from '#libs/pipeline';
import type { Arm } from './arm.js';

/** The part of a gold statement that a context holds. */
export interface Part {
  /** Number that the gold statement needs. */
  readonly gold: number;
  readonly missing: readonly string[];
}

/** Ranks at which the tables are counted. */
export const RECALL_RANKS = [3, 5, 10] as const;
export type RecallRank = `${(typeof RECALL_RANKS)[number]}`;

/** A question in one arm. It speaks about the gold statement that lacks least. */
export interface ArmResult {
  /** Every table, column and join condition is in the context. */
  readonly sufficient: boolean;
  /** `schema.table` */
  readonly tables: Part;
  /** `schema.table.column`; those of missing tables are missing too. */
  readonly columns: Part;
  /** `schema.table.column = schema.table.column` */
  readonly joins: Part;
  /** Literals of conditions that neither the question nor the context spells. */
  readonly values: Part;
  /** Share of the gold tables among the first k pieces of each kind. */
  readonly recall_at: Readonly<Record<RecallRank, number>>;
  /** Whether the first pair, or any, is the gold statement with other names and values. */
  readonly skeleton: { readonly first: boolean; readonly any: boolean };
  /** Estimate of the tokens of the whole context. */
  readonly tokens: number;
}

export const CAUSES = [
  'table_not_retrieved',
  'column_not_retrieved',
  'join_not_stated',
  'value_unknown',
  'no_pair_with_skeleton',
  'model_wrong',
] as const;
export type CauseCode = (typeof CAUSES)[number];

/** An edit that can be applied by one call. */
export type Remedy =
  | {
      readonly kind: 'add_synonym';
      /** `schema.table` */
      readonly table: string;
      /** Null: a name of the table. */
      readonly column: string | null;
      readonly synonym: string;
    }
  | {
      readonly kind: 'add_join';
      /** `schema.table.column` */
      readonly from: string;
      readonly to: string;
    }
  | { readonly kind: 'add_pair'; readonly question: string; readonly sql: string };

/** Why a question fails. */
export interface Cause {
  readonly code: CauseCode;
  /** Tables, columns, conditions or values that it is about. */
  readonly what: readonly string[];
  /** The cheapest first. `id` is stable: made of its content. */
  readonly remedies: readonly (Remedy & { readonly id: string })[];
}

/**
 * `leaked`: the question stands in the store, or nearly. `unusable`: its gold statement does not run any more. Neither is
 * counted.
 */
export const RESULT_STATUSES = ['counted', 'leaked', 'unusable'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/** Remedies are made from the `open` half alone; the `kept` half tells whether they help others. */
export type Half = 'open' | 'kept';

/** Judgement of a model's answer, by the answers level. */
export type AnswerResult = JsonObject & {
  readonly outcome: string;
  readonly right: boolean;
  readonly reasons: string[];
};

/** The result of one question, as it is stored. */
export interface QuestionResult {
  readonly position: number;
  readonly questionId: string;
  readonly question: string;
  readonly status: ResultStatus;
  /** Of a leaked question: the question of the store. Of an unusable one: the reason. */
  readonly note: string | null;
  readonly half: Half;
  readonly retrieval: Readonly<Partial<Record<Arm, ArmResult>>>;
  readonly answers: Readonly<Partial<Record<Arm, AnswerResult>>> | null;
  readonly causes: readonly Cause[];
}
