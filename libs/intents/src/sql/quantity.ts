import { quoteIdentifier } from '#libs/postgres';
import type { Factor, Field } from '#libs/semantic-model';
import type { MetricRef, Path, Quantity } from '../intent.js';
import { follow } from '../paths.js';
import { isFloat } from './literal.js';
import type { Scope } from './scope.js';

export interface QuantitySql {
  readonly sql: string;
  /** Holds real numbers. */
  readonly isFloat: boolean;
  readonly nullable: boolean;
  /** Whole numbers only. */
  readonly isWhole: boolean;
  /** Places after the point that a mean of the values is rounded to. */
  readonly digits: number;
}

const DIGITS = 2;
/** Of numbers below one, rates and fractions, the first places may all be 0. */
const SIGNIFICANT = 3;

/** Two places; more where the greatest value is a small fraction. */
function digitsOf({ range }: Field): number {
  const greatest = range === null ? 0 : Math.max(Math.abs(Number(range.min)), Math.abs(Number(range.max)));
  return greatest > 0 && greatest < 1 ? SIGNIFICANT - 1 - Math.floor(Math.log10(greatest)) : DIGITS;
}

/** One value for each row, as SQL. @param base the path that those of the quantity start from */
export function quantitySql(quantity: Quantity, scope: Scope, base: Path = []): QuantitySql {
  if (quantity.form === 'metric') {
    return metricSql(quantity, scope, base);
  }
  const { field, path } = quantity;
  const column = scope.column(follow(base, path), field.name);
  return {
    // The type money has no average and no percentile.
    sql: field.type === 'money' ? `${column}::numeric` : column,
    isFloat: isFloat(field),
    nullable: !field.notNull,
    isWhole: /^(smallint|integer|bigint)$/.test(field.type),
    digits: digitsOf(field),
  };
}

function metricSql(ref: MetricRef, scope: Scope, base: Path): QuantitySql {
  const path = follow(base, ref.path);
  const { expression } = ref.metric;
  const column = (name: string, of: Path = path): string => scope.column(of, name);
  switch (expression.form) {
    case 'product': {
      const parts = expression.factors.map((factor) => factorOf(ref, factor, path));
      return {
        sql: parts.map((part) => applied(part, column(part.name, part.path))).join(' * '),
        isFloat: parts.some((part) => part.isFloat),
        nullable: parts.some(({ nullable, as }) => nullable && as === 'plain'),
        isWhole: false,
        digits: DIGITS,
      };
    }
    case 'duration':
      return {
        sql: daysBetween(ref, expression, column),
        isFloat: false,
        nullable: true,
        isWhole: false,
        digits: DIGITS,
      };
    case 'sql':
      return {
        sql: `(${qualified(ref, expression.sql, column)})`,
        isFloat: true,
        nullable: true,
        isWhole: false,
        digits: DIGITS,
      };
  }
}

interface FactorPart {
  readonly name: string;
  readonly path: Path;
  readonly as: Factor['as'];
  readonly nullable: boolean;
  readonly isFloat: boolean;
}

function factorOf(ref: MetricRef, factor: Factor, path: Path): FactorPart {
  const step = factor.through === null ? undefined : ref.through.get(factor.through);
  const field = (step?.target ?? ref.entity).fields.find(({ name }) => name === factor.field);
  return {
    name: factor.field,
    path: step ? [...path, step] : path,
    as: factor.as,
    nullable: !field?.notNull,
    isFloat: field ? isFloat(field) : true,
  };
}

/** A missing discount is no discount. */
function applied({ as, nullable }: FactorPart, column: string): string {
  const value = nullable && as.startsWith('one_minus') ? `COALESCE(${column}, 0)` : column;
  const forms = {
    plain: value,
    one_minus: `(1 - ${value})`,
    percent: `${value} / 100.0`,
    one_minus_percent: `(1 - ${value} / 100.0)`,
  };
  return forms[as];
}

/** Whole days of the calendar. */
function daysBetween(
  { entity }: MetricRef,
  { from, to }: { readonly from: string; readonly to: string },
  column: (name: string) => string,
): string {
  const day = (name: string): string =>
    entity.fields.find((field) => field.name === name)?.type === 'date' ? column(name) : `${column(name)}::date`;
  return `(${day(to)} - ${day(from)})`;
}

/** How long it took to the second, where the times are more than dates: what to order rows by. Null for other quantities. */
export function exactDuration(quantity: Quantity, scope: Scope, base: Path = []): string | null {
  if (quantity.form !== 'metric' || quantity.metric.expression.form !== 'duration') {
    return null;
  }
  const { entity } = quantity;
  const { from, to } = quantity.metric.expression;
  const path = follow(base, quantity.path);
  const hasDate = [from, to].some((name) => entity.fields.find((own) => own.name === name)?.type === 'date');
  return hasDate ? null : `${scope.column(path, to)} - ${scope.column(path, from)}`;
}

/** Qualifies the columns in an expression that a person or a model wrote. Quoted texts stay as they are. */
function qualified({ entity }: MetricRef, sql: string, column: (name: string) => string): string {
  const names = new Map(entity.fields.map(({ name }) => [quoteIdentifier(name), name]));
  return sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_]*(?!\s*\()/gu, (token) => {
    const name = names.get(token) ?? names.get(token.toLowerCase());
    return name === undefined ? token : column(name);
  });
}
