import { quoteIdentifier } from '#libs/postgres';
import type { Factor, Metric } from '../model.js';

/**
 * The metric as SQL over one row of its table. A factor that stands in another table is written `join.column`, with the
 * name of the join, unless `columnOf` knows better.
 */
export function expressionSql(
  { expression }: Pick<Metric, 'expression'>,
  columnOf: (field: string, through: string | null) => string = ownColumn,
): string {
  switch (expression.form) {
    case 'sql':
      return expression.sql;
    case 'duration':
      return `${columnOf(expression.to, null)} - ${columnOf(expression.from, null)}`;
    case 'product':
      return expression.factors.map((factor) => factorSql(factor, columnOf)).join(' * ');
  }
}

function factorSql(
  { field, through, as }: Factor,
  columnOf: (field: string, through: string | null) => string,
): string {
  const column = columnOf(field, through);
  switch (as) {
    case 'plain':
      return column;
    case 'percent':
      return `${column} / 100.0`;
    case 'one_minus':
      return `(1 - ${column})`;
    case 'one_minus_percent':
      return `(1 - ${column} / 100.0)`;
  }
}

function ownColumn(field: string, through: string | null): string {
  return through === null ? quoteIdentifier(field) : `${quoteIdentifier(through)}.${quoteIdentifier(field)}`;
}
