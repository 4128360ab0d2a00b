import { quoteIdentifier } from '#libs/postgres';

/** The clauses of one SELECT, each as SQL text. */
export interface SelectClauses {
  readonly with?: string;
  readonly select: readonly string[];
  readonly from: string;
  readonly joins?: readonly string[];
  /** Nulls are left out. */
  readonly where?: readonly (string | null)[];
  readonly groupBy?: readonly string[];
  readonly having?: string;
  readonly orderBy?: readonly string[];
  readonly limit?: number;
}

/** One line, without the closing semicolon. */
export function renderSelect(clauses: SelectClauses): string {
  const where = (clauses.where ?? []).filter((condition) => condition !== null);
  return [
    clauses.with === undefined ? '' : `WITH ${clauses.with}`,
    `SELECT ${distinctlyNamed(clauses.select).join(', ')}`,
    `FROM ${clauses.from}`,
    ...(clauses.joins ?? []),
    where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
    clauses.groupBy?.length ? `GROUP BY ${clauses.groupBy.join(', ')}` : '',
    clauses.having === undefined ? '' : `HAVING ${clauses.having}`,
    clauses.orderBy?.length ? `ORDER BY ${clauses.orderBy.join(', ')}` : '',
    clauses.limit === undefined ? '' : `LIMIT ${clauses.limit}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** PostgreSQL cuts longer names. */
const MAX_NAME_BYTES = 63;

/**
 * A label as the name of an output column: `rental rate` → `rental_rate`, `租金` → `"租金"`.
 */
export function outputName(label: string): string {
  let name = /\p{Script=Han}/u.test(label)
    ? label.trim()
    : label
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '_')
        .replace(/^_|_$/g, '');
  while (Buffer.byteLength(name) > MAX_NAME_BYTES) {
    name = [...name].slice(0, -1).join('');
  }
  // Quoted like every name that is not plain ASCII, so that people see where it ends.
  return quoteIdentifier(name || 'value');
}

/** `expression AS name`; a column that is called so already stays as it is. */
export function named(expression: string, label: string): string {
  const name = outputName(label);
  return expression === name || expression.endsWith(`.${name}`) ? expression : `${expression} AS ${name}`;
}

/** Each output column once, and no two of one name: a second one gets a number. */
function distinctlyNamed(items: readonly string[]): string[] {
  const names = new Map<string, number>();
  return [...new Set(items)].map((item) => {
    const [, expression = item, alias = item.slice(item.lastIndexOf('.') + 1)] =
      /^(.*) AS ("(?:[^"]|"")+"|\w+)$/s.exec(item) ?? [];
    const count = (names.get(alias) ?? 0) + 1;
    names.set(alias, count);
    return count === 1 ? item : `${expression} AS ${numbered(alias, count)}`;
  });
}

function numbered(name: string, count: number): string {
  return name.endsWith('"') ? `${name.slice(0, -1)}${count}"` : `${name}_${count}`;
}
