/** The clauses of one SELECT, each as SQL text. */
export interface SelectClauses {
  readonly with?: string;
  readonly distinct?: boolean;
  readonly select: readonly string[];
  readonly from: string;
  readonly joins?: readonly string[];
  /** Nulls are left out. */
  readonly where?: readonly (string | null)[];
  readonly groupBy?: readonly string[];
  readonly having?: string | null;
  readonly orderBy?: readonly string[];
  /** Rows that tie with the last one are included. */
  readonly first?: number | null;
}

/** One line, without the closing semicolon. */
export function renderSelect(clauses: SelectClauses): string {
  const where = (clauses.where ?? []).filter((condition) => condition !== null);
  return [
    clauses.with === undefined ? '' : `WITH ${clauses.with}`,
    `SELECT ${clauses.distinct ? 'DISTINCT ' : ''}${[...new Set(clauses.select)].join(', ')}`,
    `FROM ${clauses.from}`,
    ...(clauses.joins ?? []),
    where.length > 0 ? `WHERE ${where.join(' AND ')}` : '',
    clauses.groupBy?.length ? `GROUP BY ${[...new Set(clauses.groupBy)].join(', ')}` : '',
    clauses.having ? `HAVING ${clauses.having}` : '',
    clauses.orderBy?.length ? `ORDER BY ${[...new Set(clauses.orderBy)].join(', ')}` : '',
    clauses.first ? `FETCH FIRST ${clauses.first} ${clauses.first === 1 ? 'ROW' : 'ROWS'} WITH TIES` : '',
  ]
    .filter(Boolean)
    .join(' ');
}
