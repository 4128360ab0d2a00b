import type { Language } from '#libs/language';

/** Where a question comes from; all but `uploaded` and `log` are kept back by `qa_generation`. */
export const QUESTION_ORIGINS = [
  'uploaded',
  'log',
  'paraphrase',
  'other_language',
  'other_values',
  'held_out',
  'unanswerable',
] as const;
export type QuestionOrigin = (typeof QUESTION_ORIGINS)[number];

/** A question of a set, with the statements that answer it. */
export interface EvaluationQuestion {
  /** Unique in its set. */
  readonly id: string;
  readonly question: string;
  /**
   * Any of them is right. For an unanswerable question empty, or one that finds nothing: rows of a time that the data do not
   * reach.
   */
  readonly goldSql: readonly string[];
  /** Null: not told. */
  readonly language: Language | null;
  readonly origin: QuestionOrigin;
  /** It asks for something that no table has; a reader should say so. */
  readonly unanswerable: boolean;
  /** Knowledge that the author of the set gives with the question, such as `evidence` of BIRD. */
  readonly hint: string | null;
}

/** A question at its place in the set, from 0. */
export interface PlacedQuestion extends EvaluationQuestion {
  readonly position: number;
}
