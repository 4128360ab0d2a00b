import type { Reading, SlotDifference } from '#libs/sql-reading';
import type { NamedFigure } from './named-figures.js';
import { factsOf, type QuestionFacts } from './question-facts.js';
import { amountDifferences } from './rules/amounts.js';
import { figureDifferences } from './rules/figures.js';
import { columnDifferences, type ColumnsOf } from './rules/columns.js';
import { nameDifferences } from './rules/names.js';
import { orderDifferences } from './rules/orders.js';
import { periodDifferences } from './rules/periods.js';
import { structureDifferences } from './rules/structure.js';
import { valueDifferences, type ValuesOf } from './rules/values.js';
import { windowDifferences } from './rules/windows.js';
import { statementFacts, type StatementFacts } from './statement-facts.js';

/** A rule is silent in doubt: a false accusation costs more than a miss. */
type Rule = (question: QuestionFacts, statement: StatementFacts, valuesOf: ValuesOf) => SlotDifference[];

const RULES: readonly Rule[] = [
  amountDifferences,
  figureDifferences,
  orderDifferences,
  periodDifferences,
  structureDifferences,
  valueDifferences,
  windowDifferences,
];

/** What the rules know about a statement and its database, apart from the reading. */
export interface Surroundings {
  /** The values of a column, `table.column` as readings name it. */
  readonly valuesOf: ValuesOf;
  /** The columns of a table, as readings name it. */
  readonly columnsOf: ColumnsOf;
  /** Of the statement. */
  readonly figures: readonly NamedFigure[];
}

/** What the words of a question, in Chinese or English, ask and its statement does not. */
export function compareWithQuestion(
  question: string,
  reading: Reading,
  { valuesOf, columnsOf, figures }: Surroundings,
): SlotDifference[] {
  const facts = factsOf(question);
  const statement = statementFacts(reading);
  const differences = RULES.flatMap((rule) => rule(facts, statement, valuesOf));
  const named = differences.some(({ slot }) => slot === 'aggregate') ? [] : nameDifferences(figures);
  return [...differences, ...named, ...columnDifferences(facts, statement, columnsOf)];
}
