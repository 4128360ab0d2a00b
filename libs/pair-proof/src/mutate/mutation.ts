import type { Node, Undo } from '#libs/sql-writing';

/**
 * `condition`: without a condition of WHERE, HAVING, ON or FILTER · `boundary`: `>` for `>=`, `<` for `<=` and back ·
 * `aggregate`: sum and avg, min and max, count with and without DISTINCT · `join`: inner and outer · `distinct`: without
 * it · `order`: the other direction · `limit`: one row more.
 */
export const MUTANT_KINDS = ['condition', 'boundary', 'aggregate', 'join', 'distinct', 'order', 'limit'] as const;
export type MutantKind = (typeof MUTANT_KINDS)[number];

/** One change of one place of a statement that changes its meaning. */
export interface Mutation {
  readonly kind: MutantKind;
  /** The place as it was, to be written. */
  readonly part: Node;
  /** A declared guard: it need not change the result of today's rows. */
  readonly isGuard: boolean;
  /** Changes the tree until it is undone. */
  readonly change: () => Undo;
}

export function mutation(kind: MutantKind, part: Node, change: () => Undo): Mutation {
  return { kind, part, isGuard: false, change };
}
