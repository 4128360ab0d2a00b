import type { SlotDifference } from '#libs/sql-reading';
import type { QuestionFacts } from '../question-facts.js';
import { anyOf, type StatementFacts } from '../statement-facts.js';

/** The aggregates that the words of the question name. */
export function figureDifferences(question: QuestionFacts, statement: StatementFacts): SlotDifference[] {
  const { has } = question;
  const { reading, aggregates } = statement;
  const found = [...new Set(reading.measures.map(({ by }) => by))].join(', ');
  const differs = (expected: string): SlotDifference[] => [{ slot: 'aggregate', expected, found }];
  if (reading.measures.length === 0) {
    return [];
  }
  const hasQuotient = aggregates.has('sum') && aggregates.has('count');
  if (has('average') && !anyOf(aggregates, ['avg', 'percentile_cont']) && !hasQuotient && isPlain(statement)) {
    return differs('avg');
  }
  if (
    !has('average') &&
    (has('total') || has('count')) &&
    isOnly(aggregates, ['avg']) &&
    !comparesWithAverage(reading)
  ) {
    return differs(has('total') ? 'sum' : 'count');
  }
  if (has('distinct') && !statement.text.includes('distinct') && countsRows(statement)) {
    return differs('count distinct');
  }
  if (
    reading.order.length === 0 &&
    reading.limits.length === 0 &&
    !has('average') &&
    !has('falling') &&
    !has('rising')
  ) {
    if (has('most') && !has('least') && isOnly(aggregates, ['min'])) {
      return differs('max');
    }
    if (has('least') && !has('most') && isOnly(aggregates, ['max'])) {
      return differs('min');
    }
  }
  return [];
}

/** Above average: the figure is a bound, which no word of a figure stands for. */
function comparesWithAverage({ conditions }: StatementFacts['reading']): boolean {
  return conditions.some(({ of, values }) => [of, ...values].some((text) => text.includes('avg(')));
}

/** Without a division, which can be an average, and without averages that a column already holds. */
function isPlain({ reading, text }: StatementFacts): boolean {
  const columns = [...reading.shown, ...reading.measures.map(({ of }) => of), ...reading.groups].join(' ');
  return !text.includes(' / ') && !/avg|average|mean|percentile|rate/i.test(columns) && reading.windows.length === 0;
}

function isOnly(aggregates: ReadonlySet<string>, names: readonly string[]): boolean {
  return aggregates.size > 0 && [...aggregates].every((name) => names.includes(name));
}

/** It counts a column, in one query without a grouping that would make its values distinct. */
function countsRows({ reading }: StatementFacts): boolean {
  return (
    reading.distinct.length === 0 &&
    reading.sets.length === 0 &&
    reading.measures.length === 1 &&
    reading.measures[0]?.by === 'count' &&
    reading.measures[0].of !== '*' &&
    new Set(reading.tables).size === reading.tables.length
  );
}
