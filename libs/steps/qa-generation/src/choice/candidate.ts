import type { Check, Candidate as Proposed } from '#libs/intents';

/** A pair that could be asked. */
export interface Candidate {
  readonly kind: string;
  /** People of the business hardly ask questions of the kind. */
  readonly isSeldom?: boolean;
  /** In the language of the task. */
  readonly question: string;
  /** One statement without the closing semicolon. */
  readonly sql: string;
  /** The statement without names and values: two candidates with one skeleton ask the same thing of other columns. */
  readonly skeleton: string;
  /** Entity ids; the first is the subject of the question. */
  readonly entities: readonly string[];
  /** `entity id` + `.` + column */
  readonly columns: readonly string[];
  /** Relationships, as `joinId` names them. */
  readonly joins: readonly string[];
  /** One row for each group, or each of the rows. */
  readonly isGrouped: boolean;
  /** Rows, and no figure of them. */
  readonly isList?: boolean;
  /** The figure and its groups, whatever the conditions and the order; unknown for statements of others. */
  readonly asked?: string;
  /** Further statements that give at least so many rows, where the pair is worth having. */
  readonly checks?: readonly Check[];
  /** How badly the question reads, in points; 0 without a fault. See `awkwardness` of libs/intents. */
  readonly awkwardness?: number;
  /** With all wordings and the intent. */
  readonly whole?: Proposed;
}

/** What a pair from any source covers. */
export type Covering = Pick<Candidate, 'kind' | 'entities' | 'columns' | 'joins'> &
  Partial<Pick<Candidate, 'skeleton' | 'isGrouped' | 'asked' | 'isSeldom' | 'isList'>>;

/** The joins of a pair as one name: the way that it takes through the schema; null without a join. */
export function wayOf({ joins }: Covering): string | null {
  return joins.length === 0 ? null : joins.toSorted().join(' + ');
}
