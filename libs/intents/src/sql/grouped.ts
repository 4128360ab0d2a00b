import type { Intent } from '../intent.js';
import type { DimensionSql } from './dimensions.js';
import type { OutputNames } from './output-names.js';
import type { SelectClauses } from './select.js';

/** A measure as an output column. */
export interface MeasureColumn {
  readonly sql: string;
  readonly name: string;
  readonly nullable: boolean;
}

/** The clauses of a grouped statement, before order and comparison. */
export interface Grouped {
  readonly clauses: SelectClauses;
  readonly dimensions: readonly DimensionSql[];
  readonly measures: readonly MeasureColumn[];
  readonly names: OutputNames;
}

/** Times and bands rise; other groups have the order that the question asks for, and none where it asks for none. */
export function orderOf(intent: Intent, { dimensions, measures }: Pick<Grouped, 'dimensions' | 'measures'>): string[] {
  const names = dimensions.flatMap((dimension) => dimension.names);
  const measure = measures[intent.order?.by ?? 0];
  if (!measure || names.length === 0) {
    return [];
  }
  const isDescending = intent.order?.direction !== 'asc';
  const byMeasure = `${measure.name} ${isDescending ? 'DESC' : 'ASC'}${isDescending && measure.nullable ? ' NULLS LAST' : ''}`;
  if (intent.order) {
    // Further columns would part rows that tie.
    return intent.order.limit === null ? [byMeasure, ...names] : [byMeasure];
  }
  return intent.dimensions.some(({ form }) => form === 'time' || form === 'bands') ? names : [];
}
