import type { Dimension } from '../intent.js';
import { writeComparison, writeAboveAverage } from './comparisons.js';
import { dimensionSql } from './dimensions.js';
import { orderOf, type Grouped, type MeasureColumn } from './grouped.js';
import { measureSql } from './measures.js';
import { named, OutputNames } from './output-names.js';
import type { Drawing } from './drawing.js';
import { renderSelect, type SelectClauses } from './select.js';

export function writeGroups(drawing: Drawing): string {
  const { intent } = drawing;
  const grouped = groupedOf(drawing);
  if (intent.having?.value === 'average') {
    return writeAboveAverage(grouped, intent.having);
  }
  if (intent.comparison) {
    return writeComparison(intent.comparison, grouped, drawing);
  }
  return renderSelect({ ...grouped.clauses, orderBy: orderOf(intent, grouped), first: intent.order?.limit ?? null });
}

function groupedOf(drawing: Drawing): Grouped {
  const { intent, scope, base, labels } = drawing;
  const names = new OutputNames();
  const form = intent.comparison?.form;
  const isCompared = form !== undefined && form !== 'share' && form !== 'rank';
  const withNull = intent.having === null && (intent.order?.limit ?? null) === null && form !== 'rank';
  const dimensions = intent.dimensions.map((dimension) =>
    dimensionSql(dimension, {
      scope,
      base,
      labels,
      names,
      withNull,
      where: intent.where,
      isCompared,
      isLeft: form === 'share' && mayMiss(dimension),
    }),
  );
  const measures = intent.measures.map((measure): MeasureColumn => {
    const { sql, nullable } = measureSql(measure, drawing);
    const filled =
      base.length > 0 && measure.form === 'aggregate' && measure.by === 'sum' ? `COALESCE(${sql}, 0)` : sql;
    return {
      sql: filled,
      nullable: nullable && filled === sql,
      name: names.take(labels.measure(measure, intent.subject)),
    };
  });
  const { having } = intent;
  const limited = having && having.value !== 'average' ? measures[having.measure] : undefined;
  const clauses: SelectClauses = {
    select: [...dimensions.flatMap(({ select }) => select), ...measures.map(({ sql, name }) => named(sql, name))],
    from: scope.from,
    joins: scope.joins,
    where: [...drawing.where, ...dimensions.map(({ where }) => where), ...scope.guards],
    groupBy: dimensions.flatMap(({ groupBy }) => groupBy),
    having: having && limited ? `${limited.sql} ${having.by} ${having.value}` : null,
  };
  return { clauses, dimensions, measures, names };
}

function mayMiss(dimension: Dimension): boolean {
  const path = dimension.form === 'entity' ? dimension.path : dimension.of.path;
  return path.some(({ relationship, target }) => relationship.optional || target.softDelete !== null);
}
