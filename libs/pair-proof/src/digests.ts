/** A result by its digest: two results with the same digest have the same rows. */
export interface Digest {
  /** At most `MOST_ROWS + 1`. */
  readonly rows: number;
  /** Of the rows in any order. */
  readonly bag: string;
  /** Of the rows in their order; null when it was not asked for. */
  readonly list: string | null;
}

/** More about the result of the statement itself. */
export interface ResultFacts extends Digest {
  readonly differentRows: number;
  /** Rows with a value, for each of the first columns. */
  readonly filled: readonly number[];
}

/** How the results of a statement and its variants are read. */
export interface ResultForm {
  /** Names of the result are unknown: so many columns are given new ones. */
  readonly columns: number;
  /** Its rows have an order. */
  readonly isOrdered: boolean;
  /** Sums are compared with averages. */
  readonly hasAverages: boolean;
}

/** Rows of a result that are read for its digest. */
export const MOST_ROWS = 100_000;
/** Columns whose values are counted. */
const MOST_COLUMNS = 40;

const COLUMN = 'proof_column_';

/**
 * One statement that gives the digests of several: the first with facts about its rows. Bare names of functions could be
 * those of the database, so PostgreSQL's own are named whole. No row leaves the server.
 * @param variants statements without a semicolon
 * @param tables `WITH …` that the statements read; empty for the tables of the database
 */
export function digestSql(variants: readonly string[], form: ResultForm, tables = ''): string {
  const [own = '', ...others] = variants;
  return `${tables} SELECT ${[ownDigest(own, form), ...others.map((sql) => digest(sql, form))].join(', ')}`;
}

function ownDigest(sql: string, form: ResultForm): string {
  const { columns, isOrdered } = form;
  const names = Array.from({ length: Math.min(columns, MOST_COLUMNS) }, (_, index) => `${COLUMN}${index + 1}`);
  const facts = ['pg_catalog.count(DISTINCT t)', ...names.map((name) => `pg_catalog.count(${name})`)];
  const alias = names.length === 0 ? '' : `(${names.join(', ')})`;
  const shown = [rowText(form), ...(isOrdered ? [NUMBER] : []), ...names];
  return selected(sql, alias, shown, [...digestColumns(isOrdered), ...facts.map((fact) => `${fact}::pg_catalog.text`)]);
}

function digest(sql: string, form: ResultForm): string {
  const shown = [rowText(form), ...(form.isOrdered ? [NUMBER] : [])];
  return selected(sql, '', shown, digestColumns(form.isOrdered));
}

/** The sum and the average of one whole number are equal, and are written as `10` and `10.0000000000000000`. */
function rowText({ hasAverages }: ResultForm): string {
  const text = '(x.*)::pg_catalog.text';
  const zeros = String.raw`'(\.[0-9]*[1-9])0+(?=[,)])|\.0+(?=[,)])', '\1', 'g'`;
  return `${hasAverages ? `pg_catalog.regexp_replace(${text}, ${zeros})` : text} AS t`;
}

const NUMBER = 'pg_catalog.row_number() OVER () AS n';

function digestColumns(isOrdered: boolean): string[] {
  const list = isOrdered ? 'pg_catalog.sum(pg_catalog.hashtextextended(pg_catalog.concat(n, t), 0))' : 'NULL';
  return ['pg_catalog.count(*)', 'pg_catalog.sum(pg_catalog.hashtextextended(t, 0))', list].map(
    (column) => `${column}::pg_catalog.text`,
  );
}

function selected(sql: string, alias: string, shown: readonly string[], columns: readonly string[]): string {
  // The line break ends a comment that the statement may end with.
  const rows = `SELECT ${shown.join(', ')} FROM (${sql}\n) AS x${alias} LIMIT ${MOST_ROWS + 1}`;
  return `(SELECT ARRAY[${columns.join(', ')}] FROM (${rows}) AS y)`;
}

/** One row with the number of rows. */
export function countSql(sql: string): string {
  return `SELECT pg_catalog.count(*) FROM (${sql}\n) AS x`;
}

/** @param fields of the row of `digestSql`, as arrays in PostgreSQL's text form: `{3,-12,NULL,3,0}` */
export function readDigests(fields: readonly (string | null)[]): { own: ResultFacts; others: Digest[] } {
  const [[rows, bag, list, different, ...filled] = [], ...others] = fields.map(valuesIn);
  const own = { ...digestOf(rows, bag, list), differentRows: Number(different), filled: filled.map(Number) };
  return { own, others: others.map(([count, hash, order]) => digestOf(count, hash, order)) };
}

function digestOf(rows = '0', bag: string | null = null, list: string | null = null): Digest {
  return { rows: Number(rows), bag: bag ?? '', list };
}

function valuesIn(field: string | null): (string | undefined)[] {
  return (field ?? '{}')
    .slice(1, -1)
    .split(',')
    .map((value) => (value === 'NULL' ? undefined : value));
}

/** Null when a result is too large to be told. */
export function isSameResult(one: Digest, other: Digest, inOrder: boolean): boolean | null {
  const isCut = one.rows > MOST_ROWS && other.rows > MOST_ROWS;
  if (isCut) {
    return null;
  }
  const isEqual = one.rows === other.rows && one.bag === other.bag;
  return isEqual && (!inOrder || one.list === other.list);
}
