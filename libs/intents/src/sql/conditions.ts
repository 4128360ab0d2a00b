import { quoteIdentifier, quoteLiteral } from '#libs/postgres';
import { isWithoutReference } from '../conditions.js';
import type { Condition, FieldRef, Leaf, Path } from '../intent.js';
import { endOf, fansOut, follow, isToMany } from '../paths.js';
import { literal } from './literal.js';
import { periodSql } from './period.js';
import { quantitySql } from './quantity.js';
import { renderSelect } from './select.js';
import { aliveTest, conditionOf, Scope, tableSql } from './scope.js';

/**
 * A condition as SQL. One on rows that may be several for a row at hand becomes EXISTS, so that no row is counted twice.
 * @param base the path from the root of the scope to the entity that the condition is seen from
 */
export function conditionSql(condition: Condition, scope: Scope, base: Path = []): string {
  switch (condition.form) {
    case 'and':
    case 'or': {
      const parts = condition.of.map((part) => {
        const sql = conditionSql(part, scope, base);
        return part.form === 'or' && condition.form === 'and' ? `(${sql})` : sql;
      });
      return parts.join(condition.form === 'and' ? ' AND ' : ' OR ');
    }
    case 'exists':
      return existsSql(condition, scope, base);
    default:
      return fansOut(condition.of.path) ? existsSql(overMany(condition), scope, base) : leafSql(condition, scope, base);
  }
}

type Exists = Extract<Leaf, { form: 'exists' }>;
type ColumnLeaf = Exclude<Leaf, Exists>;

/** The same condition, seen from the entity at the end of its path. */
function overMany(leaf: ColumnLeaf): Exists {
  const where: Leaf = { ...leaf, of: { ...leaf.of, path: [] } } as Leaf;
  return { form: 'exists', path: leaf.of.path, where, negated: false };
}

function leafSql(leaf: ColumnLeaf, scope: Scope, base: Path): string {
  const { sql, nullable } = quantitySql(leaf.of, scope, base);
  const text = (value: string): string =>
    leaf.of.form === 'field' ? literal(value, leaf.of.field) : literal(value, { typeCategory: 'N', type: 'numeric' });
  switch (leaf.form) {
    case 'compare':
      return leaf.by === '<>'
        ? orMissing(leaf, nullable, sql, `${sql} <> ${text(leaf.value.value)}`)
        : `${sql} ${leaf.by} ${text(leaf.value.value)}`;
    case 'in': {
      const values = leaf.values.map(({ value }) => text(value)).join(', ');
      return leaf.negated ? orMissing(leaf, nullable, sql, `${sql} NOT IN (${values})`) : `${sql} IN (${values})`;
    }
    case 'between':
      return `${sql} BETWEEN ${text(leaf.low.value)} AND ${text(leaf.high.value)}`;
    case 'null':
      return `${sql} IS ${leaf.negated ? 'NOT ' : ''}NULL`;
    case 'like':
      return `${sql} ILIKE ${quoteLiteral(`${leaf.at === 'start' ? '' : '%'}${escaped(leaf.text)}%`)}`;
    case 'period':
      return periodSql(leaf.of, leaf.period, sql);
    case 'columns':
      return comparedColumns(leaf, sql, quantitySql(leaf.other, scope, base).sql);
    case 'average':
      return `${sql} ${leaf.by} (${averageOf(leaf.of.form === 'field' ? leaf.of : null)})`;
  }
}

/** What has no value is not one of the values either, and NULL is neither equal nor unequal. */
function orMissing({ of }: ColumnLeaf, nullable: boolean, column: string, test: string): string {
  const isAlwaysThere = of.form === 'field' && of.field.nullShare === 0;
  return nullable && !isAlwaysThere ? `(${test} OR ${column} IS NULL)` : test;
}

/** A time stamp of the day that a date names is not later than the date. */
function comparedColumns({ of, by, other }: Extract<Leaf, { form: 'columns' }>, left: string, right: string): string {
  const day = (column: string, type: string, than: string): string =>
    type.startsWith('timestamp') && than === 'date' ? `${column}::date` : column;
  return `${day(left, of.field.type, other.field.type)} ${by} ${day(right, other.field.type, of.field.type)}`;
}

/** The average of a column over its table. */
function averageOf(of: FieldRef | null): string {
  if (!of) {
    throw new Error('only a column is compared with its average');
  }
  return renderSelect({
    select: [`AVG(${quoteIdentifier(of.field.name)}${of.field.type === 'money' ? '::numeric' : ''})`],
    from: tableSql(of.entity),
    where: [aliveTest(of.entity, quoteIdentifier)],
  });
}

function escaped(text: string): string {
  return text.replace(/[\\%_]/g, String.raw`\$&`);
}

function existsSql(condition: Exists, scope: Scope, base: Path): string {
  const { path, where, negated } = condition;
  if (isWithoutReference(condition)) {
    return withoutReference(condition, scope, base);
  }
  const first = path.findIndex(isToMany);
  const at = first === -1 ? 0 : first;
  const step = path[at];
  if (!step) {
    throw new Error('a condition on linked rows needs a path');
  }
  const outerPath = follow(base, path.slice(0, at));
  const outer = { entity: endOf(scope.root, outerPath), alias: scope.alias(outerPath) };
  const inner = new Scope(step.target, scope.aliases, scope.used);
  scope.used.step(step, outer.entity);
  const rest = path.slice(at + 1);
  if (where !== null || rest.some((later) => later.relationship.optional || later.target.softDelete !== null)) {
    inner.alias(rest);
  }
  const test = where && conditionSql(where, inner, rest);
  const body = renderSelect({
    select: ['1'],
    from: inner.from,
    joins: inner.joins,
    where: [
      conditionOf(step, outer, { entity: step.target, alias: inner.alias([]) }),
      where?.form === 'or' ? `(${test})` : test,
      ...inner.guards,
    ],
  });
  return `${negated ? 'NOT ' : ''}EXISTS (${body})`;
}

/** Rows whose own reference points to no row. */
function withoutReference({ path, negated }: Exists, scope: Scope, base: Path): string {
  const { fromFields, noneValue } = path[0]?.relationship ?? { fromFields: [], noneValue: null };
  const [name = ''] = fromFields;
  const column = scope.column(base, name);
  if (noneValue === null) {
    return `${column} IS ${negated ? '' : 'NOT '}NULL`;
  }
  const field = endOf(scope.root, base).fields.find((own) => own.name === name);
  const none = field ? literal(noneValue, field) : quoteLiteral(noneValue);
  return negated ? `COALESCE(${column}, ${none}) = ${none}` : `${column} <> ${none}`;
}
