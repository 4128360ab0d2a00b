import type { Facts } from '../facts/facts.js';
import { wordLiterals } from '../facts/literals.js';
import { queryFacts } from '../facts/query-facts.js';
import type { RelationLookup } from '../facts/relations.js';
import { statementSkeleton } from '../facts/statement-skeleton.js';

/** What one gold statement needs. */
export interface Gold {
  readonly sql: string;
  readonly facts: Facts;
  /** Words that it compares with. */
  readonly values: readonly string[];
  readonly skeleton: string;
}

/** @throws the error of the parser, `StatementTooDeep` */
export async function goldOf(sql: string, relations: RelationLookup): Promise<Gold> {
  const [facts, values, skeleton] = await Promise.all([
    queryFacts(sql, relations),
    wordLiterals(sql),
    statementSkeleton(sql),
  ]);
  return { sql, facts, values, skeleton };
}
