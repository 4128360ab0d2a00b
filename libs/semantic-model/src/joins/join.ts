import type { Catalog } from '#libs/catalog';
import type { Evidence, Relationship } from '../model.js';

/** A relationship before its parts have names in both languages. */
export interface Join extends Omit<Relationship, 'role'> {
  /** Words of the role that the column adds to the other table's name: `billing`, `parent`; empty without one. */
  readonly role: readonly string[];
  /** 0 to 1; 1 for a declared key. At or above `FACT` the join is a fact, below it a hint. */
  readonly confidence: number;
}

/** The least confidence of a fact. */
export const FACT = 0.7;

/** Columns that tell the rows of one relation apart although no constraint declares it. */
export interface FoundKey {
  readonly columns: readonly string[];
  readonly evidence: Evidence;
}

export interface FoundJoins {
  /** With the inferred facts among the `foreignKeys` of its relations, marked `inferred`. */
  readonly catalog: Catalog;
  /** Declared ones first, then the most certain ones. Conditional joins and element lists are only here. */
  readonly joins: readonly Join[];
  /** Keys of relations without a primary key, by `schema.name`. */
  readonly keys: ReadonlyMap<string, FoundKey>;
}

/** How many foreign keys were added to the catalog. */
export function inferredCount({ catalog }: FoundJoins): number {
  return catalog.relations.flatMap(({ foreignKeys }) => foreignKeys.filter(({ inferred }) => inferred)).length;
}
