import type { Intent } from '../intent.js';

/** A question as a strict native reader meets it. */
export interface Reading {
  readonly text: string;
  /** What it is about; for a statement of its own, the intent nearest to it. */
  readonly intent: Intent;
}

/**
 * Something that makes a question read badly. Features are about the form of the words: no rule here may name a table or a
 * value of a database.
 */
export interface Feature {
  readonly name: string;
  /** What it costs once: 1 a reader hardly notices, 3 they would write it otherwise, 8 they would not let it pass. */
  readonly points: number;
  /** How often the question has it, or by how much. */
  readonly times: (reading: Reading) => number;
}

/** How often a pattern occurs. */
export function timesOf(text: string, pattern: RegExp): number {
  return [...text.matchAll(new RegExp(pattern, 'gu'))].length;
}
