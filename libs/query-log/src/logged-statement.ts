import type { LearnSource } from '#libs/pipeline';

/** A text that somebody ran, or wrote to be run. It is not judged yet: it may be no query, and may hold anybody's data. */
export interface LoggedStatement {
  readonly from: LearnSource;
  readonly text: string;
  /** The same with the values that its parameters had in one call, where a log has them. */
  readonly valued?: string;
  readonly calls: number;
  /** The comment above it in a file: a hint, never a fact. Null without one. */
  readonly hint: string | null;
}

/**
 * What a reader passes over: `too_long` a line or statement beyond the limit · `damaged` the rest of a file that cannot be
 * read · `other_database` a statement in another database of the server.
 */
export type Passed = 'too_long' | 'damaged' | 'other_database';

export interface ReadOptions {
  /** Name of the business database: where a log names the database of a statement, the others are passed over. */
  readonly database: string;
  readonly onPassed: (what: Passed) => void;
}

/** Characters of a statement. Longer ones are written by programs, and are no example for anybody. */
export const MAX_STATEMENT_CHARACTERS = 200_000;
