import { hasValue } from '../conditions.js';
import type { Quantity } from '../intent.js';
import { writeRanked } from './comparisons.js';
import { dimensionSql, titleSql } from './dimensions.js';
import { named, OutputNames } from './output-names.js';
import { exactDuration, quantitySql } from './quantity.js';
import type { Drawing } from './drawing.js';
import { renderSelect } from './select.js';

/** The rows of the subject, by their title, with the columns that are asked for. */
export function writeList(drawing: Drawing): string {
  const { intent, scope, base, labels } = drawing;
  const names = new OutputNames();
  const options = {
    scope,
    base,
    labels,
    names,
    isLeft: false,
    withNull: false,
    where: intent.where,
    isCompared: false,
  };
  const dimensions = intent.dimensions.map((dimension) => dimensionSql(dimension, options));
  const title = titleSql(base, options);
  const shown = intent.shown.filter((quantity) => !isInTitle(quantity, intent.subject.title));
  const columns = shown.flatMap((quantity) => {
    const { sql, nullable } = quantitySql(quantity, scope, base);
    // Rows without a title are shown by their time and key.
    if (title.groupBy.includes(sql) && intent.order === null) {
      return [];
    }
    const name = names.take(labels.quantity(quantity));
    const exact = exactDuration(quantity, scope, base);
    return [{ quantity, sql, exact, nullable, name, select: named(sql, name) }];
  });
  const ordered = intent.order && columns[intent.order.by];
  const direction = intent.order?.direction === 'asc' ? 'ASC' : 'DESC';
  const byOrder = ordered && `${ordered.exact ?? ordered.name} ${direction}`;
  const isCut = intent.order?.limit !== null && intent.order !== null;
  const clauses = {
    select: [...dimensions.flatMap(({ select }) => select), ...title.select, ...columns.map(({ select }) => select)],
    from: scope.from,
    joins: scope.joins,
    where: [
      ...drawing.where,
      ...dimensions.map(({ where }) => where),
      ordered?.nullable && !hasValue(intent.where, ordered.quantity) ? `${ordered.sql} IS NOT NULL` : null,
      ...scope.guards,
    ],
  };
  if (intent.comparison?.form === 'rank' && ordered) {
    const rank = { by: ordered.exact ?? ordered.sql, direction, within: dimensions[0]?.groupBy ?? [] } as const;
    return writeRanked(clauses, rank, {
      labels,
      names,
      top: intent.comparison.top,
      orderBy: dimensions.flatMap((dimension) => dimension.names),
      columns: [
        ...dimensions.flatMap((dimension) => dimension.names),
        ...title.names,
        ...columns.map(({ name }) => name),
      ],
    });
  }
  return renderSelect({
    ...clauses,
    orderBy: byOrder ? [byOrder, ...(isCut ? [] : title.names)] : [],
    first: intent.order?.limit ?? null,
  });
}

function isInTitle(quantity: Quantity, title: readonly string[]): boolean {
  return quantity.form === 'field' && quantity.path.length === 0 && title.includes(quantity.field.name);
}
