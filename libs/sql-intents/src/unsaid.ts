import type { Slot } from '#libs/sql-reading';

/** A part of a statement that no question is made of, by its slot; `wording`: the question has no words. */
export class Unsaid extends Error {
  constructor(
    readonly slot: Slot | 'wording',
    /** For the log of a developer: it may hold text of the statement, so it never leaves. */
    detail: string,
  ) {
    super(`${slot}: ${detail}`);
  }
}
