/** The words of one language by which a question shows what its statement has to hold. Patterns are global. */
export interface QuestionWords {
  readonly average: RegExp;
  readonly total: RegExp;
  readonly count: RegExp;
  readonly median: RegExp;
  readonly distinct: RegExp;
  /** Superlatives of amounts. */
  readonly most: RegExp;
  readonly least: RegExp;
  /** Superlatives of times. */
  readonly latest: RegExp;
  readonly earliest: RegExp;
  /** An order that is asked for: from the largest, from the smallest. */
  readonly falling: RegExp;
  readonly rising: RegExp;
  readonly negation: RegExp;
  /** Negation that a value of a column cannot be. */
  readonly denial: RegExp;
  /** A bound that belongs to what it bounds. */
  readonly inclusive: RegExp;
  /** Words that EXISTS and NOT EXISTS also write: only, all, every. */
  readonly totality: RegExp;
  readonly each: RegExp;
  /** A number that limits the rows; its group `n`. */
  readonly top: RegExp;
  /** A number that a value is compared with; its group `n`. */
  readonly compared: RegExp;
  /** Spans counted back from now, and units that are written in others. */
  readonly relative: RegExp;
  readonly units: RegExp;
  /** Phrases in which the words above mean something else. */
  readonly idioms: RegExp;
  /** A month with its year; groups `year` and `month`, the month a number or a name. */
  readonly month: RegExp;
  /** A day; groups `year`, `month` and `day`. */
  readonly day: RegExp;
  /** A day without its year, next to one that has it; groups `month` and `day`. */
  readonly dayOfYear: RegExp;
  readonly quarter: RegExp;
  /** Both bounds belong to the range. */
  readonly between: RegExp;
  /** Sums up to each row. */
  readonly cumulative: RegExp;
  /** A part of a total. */
  readonly share: RegExp;
  /** A place behind the first. */
  readonly ordinal: RegExp;
  readonly numbers: Readonly<Record<string, number>>;
  readonly months: Readonly<Record<string, number>>;
}
