import { hasValue } from '../conditions.js';
import type { Condition, Dimension, FieldRef, Path } from '../intent.js';
import { endOf, follow } from '../paths.js';
import type { Labels } from '../words/labels.js';
import type { OutputNames } from './output-names.js';
import { named } from './output-names.js';
import { bucketSql, bucketStartSql } from './period.js';
import { quantitySql } from './quantity.js';
import type { Scope } from './scope.js';

export interface DimensionSql {
  /** Named output columns. */
  readonly select: readonly string[];
  /** The names of these columns. */
  readonly names: readonly string[];
  readonly groupBy: readonly string[];
  /** Leaves out rows in no group. */
  readonly where: string | null;
}

export interface DimensionOptions {
  readonly scope: Scope;
  readonly base: Path;
  readonly labels: Labels;
  readonly names: OutputNames;
  /** Rows that refer to no row form a group. */
  readonly isLeft: boolean;
  /** Rows without a value form a group. */
  readonly withNull: boolean;
  /** The condition on the rows. */
  readonly where: Condition | null;
  /** Periods are compared with each other, so that they are dates. */
  readonly isCompared: boolean;
}

export function dimensionSql(dimension: Dimension, options: DimensionOptions): DimensionSql {
  const { scope, base, labels, names, isLeft } = options;
  if (dimension.form === 'entity') {
    // The entity whose rows are kept without counterpart is the root of the statement.
    return titleSql(dimension.withEmpty ? [] : follow(base, dimension.path), options);
  }
  const name = names.take(labels.dimension(dimension));
  const one = (sql: string, where: string | null): DimensionSql => ({
    select: [named(sql, name)],
    names: [name],
    groupBy: [sql],
    where,
  });
  switch (dimension.form) {
    case 'field': {
      const { of } = dimension;
      const column = scope.column(follow(base, of.path), of.field.name, isLeft);
      const value = of.field.hasBlanks ? `NULLIF(${column}, '')` : column;
      const mayMiss = !of.field.notNull || of.field.hasBlanks;
      return one(
        value,
        options.withNull || !mayMiss ? null : of.field.hasBlanks ? `${column} <> ''` : `${column} IS NOT NULL`,
      );
    }
    case 'time': {
      const column = scope.column(follow(base, dimension.of.path), dimension.of.field.name);
      const isDate = dimension.of.field.type === 'date';
      const bucket = options.isCompared
        ? bucketStartSql(dimension.bucket, column)
        : bucketSql(dimension.bucket, column, isDate);
      return one(
        bucket,
        hasValue(options.where, dimension.of) && !dimension.of.field.hasInfinity ? null : hasTime(dimension.of, column),
      );
    }
    case 'bands': {
      const { sql, nullable } = quantitySql(dimension.of, scope, base);
      return one(bandsSql(sql, dimension.bounds), nullable ? `${sql} IS NOT NULL` : null);
    }
  }
}

/** Rows that are in no period are left out. */
function hasTime({ field }: FieldRef, column: string): string | null {
  return field.hasInfinity ? `isfinite(${column})` : field.notNull ? null : `${column} IS NOT NULL`;
}

/** Numbered, so that the bands keep their order: `1: < 10`, `2: 10 - 50`. */
function bandsSql(sql: string, bounds: readonly number[]): string {
  const cases = bounds.map((bound, index) => {
    const label = index === 0 ? `< ${bound}` : `${bounds[index - 1]} - ${bound}`;
    return `WHEN ${sql} < ${bound} THEN '${index + 1}: ${label}'`;
  });
  return `CASE ${cases.join(' ')} ELSE '${bounds.length + 1}: >= ${bounds.at(-1)}' END`;
}

/** Title, and the key next to one that repeats; groups are kept apart by both. */
export function titleSql(
  path: Path,
  options: Omit<DimensionOptions, 'base' | 'withNull' | 'where' | 'isCompared'>,
): DimensionSql {
  const { scope, labels, names, isLeft } = options;
  const entity = endOf(scope.root, path);
  const shown = entity.title.length > 0 ? entity.title : entity.key;
  const extra = entity.titleRepeats ? entity.key.filter((name) => !shown.includes(name)) : [];
  const columns = [...shown, ...extra].map((name) => {
    const sql = scope.column(path, name, isLeft);
    const field = entity.fields.find((own) => own.name === name);
    const label = field ? labels.field(field) : name;
    const output = names.take(path.length > 0 ? labels.title(labels.entity(entity), label) : label);
    return { sql, output };
  });
  // Two channels may have one code: only the key tells them apart.
  const areCodes = shown.every((name) => entity.fields.find((own) => own.name === name)?.role === 'code');
  const apart = areCodes ? entity.key.filter((name) => !shown.includes(name) && !extra.includes(name)) : [];
  return {
    select: columns.map(({ sql, output }) => named(sql, output)),
    names: columns.map(({ output }) => output),
    groupBy: [...columns.map(({ sql }) => sql), ...apart.map((name) => scope.column(path, name, isLeft))],
    where: null,
  };
}
