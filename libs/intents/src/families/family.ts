import type { Check } from '../checks.js';
import type { Intent } from '../intent.js';
import type { SubjectParts } from './subject-parts.js';

/**
 * One family of questions. A new one is a new object in `all-families.ts`; no other code names a family.
 *
 * `propose` is a generator: it is read only as far as the budget reaches, so it yields the most useful questions first.
 * A question that `Intent` cannot say brings its own statement and wordings.
 */
export interface Family {
  /** snake_case; the kind of the pair, used in reports. */
  readonly name: string;
  /** An analyst asks it now and then; people of the business hardly do. */
  readonly isSeldom?: boolean;
  propose(parts: SubjectParts): Iterable<Proposal>;
}

export type Proposal = Intent | Composed;

/** A question with a statement of its own: recursion, cohorts, sets. */
export interface Composed {
  /** The intent nearest to it. */
  readonly near: Intent;
  readonly sql: string;
  /** All wordings in the language of the task; none when a name is not understood. */
  readonly questions: readonly string[];
  /** Ids and names as `Rendered` has them. */
  readonly tables: readonly string[];
  readonly columns: readonly string[];
  readonly joins: readonly string[];
  /** Statements that have to give rows too. */
  readonly checks?: readonly Check[];
}
