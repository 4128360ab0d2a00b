import type { StatementRunner } from '#libs/business-database';
import { quoteIdentifier } from '#libs/postgres';
import { expressionSql, judgeMeasure, type Entity, type Metric, type RefusalReason } from '#libs/semantic-model';
import { checkAndDescribe, type Feature } from '#libs/sql-safety';
import type { MeasureProposal } from '#libs/step-files';

/** Rows that a proposed measure is computed for. */
const SAMPLE = 1_000;
/** An expression over one row has none of these. */
const OF_MANY_ROWS: readonly Feature[] = [
  'aggregate',
  'filtered_aggregate',
  'subquery',
  'window',
  'cte',
  'set_operation',
  'join',
  'filter',
  'group_by',
  'having',
  'distinct',
  'order_by',
  'limit',
];

/** The measure with the columns that its expression really names; null where it is no read-only expression of one row. */
export async function withColumns(measure: MeasureProposal, entity: Entity): Promise<MeasureProposal | null> {
  if (measure.sql === undefined) {
    return measure;
  }
  const { check, shape } = await checkAndDescribe(`SELECT (${measure.sql}) FROM ${tableSql(entity)}`);
  const isOfOneRow =
    check.ok &&
    shape !== null &&
    check.tables.length === 1 &&
    OF_MANY_ROWS.every((feature) => !shape.features.has(feature)) &&
    shape.columns.every(({ table }) => table === null);
  return isOfOneRow ? { ...measure, columns: [...new Set(shape.columns.map(({ column }) => column))] } : null;
}

/**
 * Computes the measure for a sample of the rows.
 * @returns null where it gives numbers
 * @throws DomainError of kind `unavailable` when the database goes away
 */
export async function problemOnData(
  measure: MeasureProposal,
  entity: Entity,
  known: readonly Metric[],
  statements: Pick<StatementRunner, 'plan' | 'execute'>,
): Promise<RefusalReason | null> {
  const metric = judgeMeasure(measure, entity, known);
  if (typeof metric === 'string') {
    return metric;
  }
  const sql = expressionSql(metric);
  const sample = `(SELECT * FROM ${tableSql(entity)} LIMIT ${SAMPLE}) AS sample`;
  if (metric.expression.form === 'duration') {
    const { from, to } = metric.expression;
    const rows = (sign: string): Promise<number> =>
      rowsOf(`SELECT 1 FROM ${sample} WHERE ${quoteIdentifier(to)} ${sign} ${quoteIdentifier(from)}`, statements);
    const [after, before] = [await rows('>='), await rows('<')];
    return after + before === 0 ? 'fails' : before > after ? 'backwards' : null;
  }
  // Only numbers have an absolute value.
  const rows = await rowsOf(
    `SELECT abs(value) FROM (SELECT (${sql}) AS value FROM ${sample}) AS computed WHERE abs(value) >= 0`,
    statements,
  );
  return rows === 0 ? 'fails' : null;
}

/** A statement that fails has none. */
async function rowsOf(sql: string, statements: Pick<StatementRunner, 'plan' | 'execute'>): Promise<number> {
  const { check } = await checkAndDescribe(sql);
  if (!check.ok || (await statements.plan(sql)).outcome !== 'planned') {
    return 0;
  }
  const run = await statements.execute(sql, SAMPLE);
  return run.outcome === 'executed' ? run.rowCount : 0;
}

function tableSql({ schema, table }: Entity): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(table)}`;
}
