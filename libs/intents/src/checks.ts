import { quoteIdentifier } from '#libs/postgres';
import { leavesOf } from './conditions.js';
import type { Intent, MetricRef, Quantity } from './intent.js';
import { tableSql } from './sql/scope.js';

/** A statement that gives at least so many rows, where the pair is worth having. */
export interface Check {
  readonly sql: string;
  readonly leastRows: number;
}

/** A limit that ties may exceed by so many rows. */
const MOST_TIED = 2;
const LIMIT = / FETCH FIRST (?:(\d+) ROWS|ROW|1 ROW) WITH TIES$/;

/** Conditions on the data and on the result: what is told in days lasts for days, and groups are worth telling apart. */
export function checksOf(sql: string, intent: Intent, isGrouped: boolean): Check[] {
  return [...durationsIn(intent).map(lastsDays), ...groupChecks(sql, intent, isGrouped)];
}

function durationsIn({ measures, shown, where }: Intent): MetricRef[] {
  const figures = measures
    .flatMap((measure) => (measure.form === 'ratio' ? [measure.over, measure.under] : measure))
    .flatMap((measure): Quantity[] =>
      measure.form === 'aggregate' || measure.form === 'percentile' ? [measure.of] : [],
    );
  const limits = leavesOf(where).flatMap((leaf): Quantity[] => (leaf.form === 'exists' ? [] : [leaf.of]));
  const durations = [...figures, ...shown, ...limits].flatMap((of) =>
    of.form === 'metric' && of.metric.expression.form === 'duration' ? of : [],
  );
  return [...new Map(durations.map((of) => [of.metric.id, of])).values()];
}

/** One row where at least every second row ends on another day than it begins: else its days are all 0. */
function lastsDays({ entity, metric: { expression } }: MetricRef): Check {
  const [from, to] = expression.form === 'duration' ? [expression.from, expression.to] : [];
  const [begin, end] = [from, to].map((name = '') => `${quoteIdentifier(name)}::date`);
  const sql = `SELECT 1 AS days FROM ${tableSql(entity)} HAVING COUNT(*) FILTER (WHERE ${end} <> ${begin}) * 2 >= COUNT(${end} - ${begin})`;
  return { sql, leastRows: 1 };
}

/**
 * Conditions on the result besides having rows: groups differ in their figure, and a ranking has few ties. Groups of one row
 * each, and a "top five" of thirty ties, teach nothing.
 */
function groupChecks(sql: string, { measures, comparison, order }: Intent, isGrouped: boolean): Check[] {
  const isOnePlace = comparison?.form === 'rank' && comparison.top === 1;
  if (!isGrouped || measures.length === 0 || isOnePlace) {
    return [];
  }
  const limit = order?.limit ?? null;
  const whole = sql.replace(LIMIT, '');
  return [
    { sql: differentFigures(whole), leastRows: 2 },
    ...(limit === null ? [] : [{ sql: atMost(sql, limit + MOST_TIED), leastRows: 1 }]),
  ];
}

/** One row for each value of the last column. */
function differentFigures(sql: string): string {
  const last = 'SELECT value FROM json_each_text(row_to_json(answer)) WITH ORDINALITY ORDER BY ordinality DESC LIMIT 1';
  return `SELECT DISTINCT (${last}) AS figure FROM (${sql}) AS answer`;
}

/** One row where the statement gives no more than so many. */
function atMost(sql: string, rows: number): string {
  return `SELECT 1 AS few FROM (${sql}) AS answer HAVING COUNT(*) <= ${rows}`;
}
