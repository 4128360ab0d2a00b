import type { Aggregation, Measure, Path, Quantity } from '../intent.js';
import { endOf, follow } from '../paths.js';
import { conditionSql } from './conditions.js';
import { quantitySql, type QuantitySql } from './quantity.js';
import type { Scope } from './scope.js';

export interface MeasureSql {
  readonly sql: string;
  /** Has no value for groups without values. */
  readonly nullable: boolean;
}

/** Where the rows of the subject are in the scope, and how they are counted. */
export interface Rows {
  readonly scope: Scope;
  readonly base: Path;
  /** Rows of the subject may come up several times, or not at all, so that they are counted by their key. */
  readonly countedBy: string | null;
}

export function measureSql(measure: Measure, rows: Rows): MeasureSql {
  const { scope, base } = rows;
  switch (measure.form) {
    case 'count':
      return { sql: rows.countedBy ?? 'COUNT(*)', nullable: false };
    case 'distinct':
      return { sql: `COUNT(DISTINCT ${keySql(measure.path, rows)})`, nullable: false };
    case 'distinct_values':
      return { sql: `COUNT(DISTINCT ${quantitySql(measure.of, scope, base).sql})`, nullable: false };
    case 'aggregate': {
      const value = quantitySql(measure.of, scope, base);
      return { sql: aggregateSql(measure.by, value, measure.of), nullable: true };
    }
    case 'percentile':
      return { sql: percentileSql(measure.at, quantitySql(measure.of, scope, base)), nullable: true };
    case 'rate': {
      const met = `COUNT(*) FILTER (WHERE ${conditionSql(measure.where, scope, base)})`;
      return { sql: `ROUND(100.0 * ${met} / NULLIF(COUNT(*), 0), 2)`, nullable: true };
    }
    case 'ratio': {
      const [over, under] = [measureSql(measure.over, rows).sql, measureSql(measure.under, rows).sql];
      return { sql: `ROUND(${asNumeric(over)} / NULLIF(${under}, 0), 2)`, nullable: true };
    }
  }
}

/** Rounded numbers are numeric already; a quotient of whole numbers would be whole. */
function asNumeric(sql: string): string {
  return sql.startsWith('ROUND(') ? sql : `${sql}::numeric`;
}

function aggregateSql(by: Aggregation, value: QuantitySql, of: Quantity): string {
  switch (by) {
    case 'sum':
      return value.isFloat || of.form === 'metric' ? rounded(`SUM(${value.sql})`, value) : `SUM(${value.sql})`;
    case 'avg':
      return rounded(`AVG(${value.sql})`, value);
    case 'min':
    case 'max':
      return `${by.toUpperCase()}(${value.sql})`;
    case 'median':
      return percentileSql(0.5, value);
  }
}

function percentileSql(at: number, value: QuantitySql): string {
  return `ROUND((PERCENTILE_CONT(${at}) WITHIN GROUP (ORDER BY ${value.sql}))::numeric, ${value.digits})`;
}

/** `ROUND(x, 2)` exists for numeric only. */
function rounded(sql: string, { isFloat, digits }: QuantitySql): string {
  return isFloat ? `ROUND((${sql})::numeric, ${digits})` : `ROUND(${sql}, ${digits})`;
}

/** The key of the entity at the end of the path: the reference itself where that suffices, so that no table is joined. */
function keySql(path: Path, { scope, base }: Rows): string {
  const last = path.at(-1);
  const reference = last?.direction === 'out' && isPlain(last) ? last.relationship.fromFields : null;
  const at = follow(base, reference ? path.slice(0, -1) : path);
  const names = reference ?? endOf(scope.root, at).key;
  return tuple(names.map((name) => scope.column(at, name)));
}

function isPlain({ relationship, target }: Path[number]): boolean {
  return (
    relationship.elements === null &&
    relationship.condition === null &&
    relationship.noneValue === null &&
    target.softDelete === null
  );
}

/** `COUNT(DISTINCT key)` of the subject. */
export function countByKey(scope: Scope, base: Path): string {
  return `COUNT(DISTINCT ${tuple(endOf(scope.root, base).key.map((name) => scope.column(base, name)))})`;
}

function tuple(columns: readonly string[]): string {
  if (columns.length === 0) {
    throw new Error(`rows without a key cannot be counted apart`);
  }
  return columns.length === 1 ? (columns[0] ?? '') : `(${columns.join(', ')})`;
}
