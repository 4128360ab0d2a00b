import type { StatementShape } from './describe-statement.js';
import { difficultyOf, type Difficulty } from './difficulty.js';
import type { KnownRelations } from './known-relations.js';

export interface StatementFacts {
  /** `schema.table`, sorted. */
  readonly tables: readonly string[];
  /** `schema.table.column`, sorted. */
  readonly columns: readonly string[];
  readonly difficulty: Difficulty;
}

/** The known relations and columns that a statement reads, each once, and how difficult it is. */
export function statementFacts(shape: StatementShape, known: KnownRelations): StatementFacts {
  const { relations, columns } = known.touchedBy(shape);
  return { tables: distinct(relations), columns: distinct(columns), difficulty: difficultyOf(shape) };
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
