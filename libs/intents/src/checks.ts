import type { Intent } from './intent.js';

/** A statement that gives at least so many rows, where the pair is worth having. */
export interface Check {
  readonly sql: string;
  readonly leastRows: number;
}

/** A limit that ties may exceed by so many rows. */
const MOST_TIED = 2;
const LIMIT = / FETCH FIRST (?:(\d+) ROWS|ROW|1 ROW) WITH TIES$/;

/**
 * Conditions on the result besides having rows: groups differ in their figure, and a ranking has few ties. Groups of one row
 * each, and a "top five" of thirty ties, teach nothing.
 */
export function checksOf(sql: string, { measures, comparison, order }: Intent, isGrouped: boolean): Check[] {
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
