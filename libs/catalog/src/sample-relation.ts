import { qualifiedName, quoteIdentifier, sendArrayQuery, sendQuery } from '#libs/postgres';
import type { Column, Relation } from './model.js';
import type { Queryable } from './queryable.js';

export interface SampleLimits {
  /** Rows that a sample may have. */
  readonly rows: number;
  /** Milliseconds that each of the (at most three) statements of one relation may take. */
  readonly timeoutMs: number;
  /** Columns that the role may not SELECT: their cells are null. */
  readonly unreadable?: readonly string[];
}

/** A bounded part of a relation, each value in PostgreSQL's text form, cut at 1000 characters. */
export interface Sample {
  /** Rows by columns, in the order of `relation.columns`. Binary values are `''`. */
  readonly rows: readonly (readonly (string | null)[])[];
  /** True when the sample is the whole relation. */
  readonly complete: boolean;
  /** Exact number of rows where few enough to count, else null. */
  readonly rowCount: number | null;
}

/** Rows are counted up to here and not further. */
const COUNT_LIMIT = 10_000;
/** Above this size rows come from all over the table instead of its first pages. */
const SPREAD_FROM_BYTES = 16 * 1024 * 1024;
const MAX_CELLS = 60_000;
/** Characters that are read of a value. */
export const MAX_VALUE_LENGTH = 1000;

/**
 * Reads a sample in a read-only transaction of its own: never a whole big table, never longer than the limit, and no
 * lock but the one of a SELECT, waited for one second at most.
 * @throws the driver's error.
 */
export async function sampleRelation(client: Queryable, relation: Relation, limits: SampleLimits): Promise<Sample> {
  try {
    const sample = await readSample(client, relation, limits);
    await sendQuery(client, 'commit');
    return sample;
  } catch (error) {
    await sendQuery(client, 'rollback').catch(() => undefined);
    throw error;
  }
}

/** The text form of values does not depend on the settings of the role. */
export const TEXT_FORM = `set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres';
    set local extra_float_digits = 1`;

function begin(limits: SampleLimits): string {
  return `begin read only; set local statement_timeout = ${Math.trunc(limits.timeoutMs)}; set local lock_timeout = 1000;
    ${TEXT_FORM}; set local row_security = on`;
}

async function readSample(client: Queryable, relation: Relation, limits: SampleLimits): Promise<Sample> {
  const limit = Math.max(20, Math.min(limits.rows, Math.floor(MAX_CELLS / Math.max(1, relation.columns.length))));
  const spread = spreadClause(relation, limit);
  const values = relation.columns.map((column) => valueExpression(column, limits.unreadable ?? [])).join(', ');
  const text = `select ${values} from ${qualifiedName(relation.schema, relation.name)}`;
  let rows = await readRows(client, `${begin(limits)}; ${text}${spread} limit ${limit}`);
  if (spread !== '' && rows.length < Math.min(limit, 20)) {
    rows = await readRows(client, `${text} limit ${limit}`);
  }
  const rowCount = spread === '' && rows.length < limit ? rows.length : await countRows(client, relation);
  return { rows, complete: spread === '' && rows.length === rowCount, rowCount };
}

/** Enough pages for about three times the rows wanted; the same pages every time. */
function spreadClause(relation: Relation, limit: number): string {
  const stored =
    relation.kind === 'table' || relation.kind === 'materialized_view' || relation.kind === 'partitioned_table';
  const rows = relation.rowEstimate ?? 0;
  const big = (relation.sizeBytes ?? 0) > SPREAD_FROM_BYTES || rows > 200_000;
  if (!stored || !big || rows <= 0) {
    return '';
  }
  const percent = Math.min(100, Math.max(0.0001, (300 * limit) / rows));
  return ` tablesample system (${percent.toFixed(6)}) repeatable (1)`;
}

/** @param text several statements go in one message: for a small table the way there and back costs most */
async function readRows(client: Queryable, text: string): Promise<(string | null)[][]> {
  const result = await sendArrayQuery<(string | null)[]>(client, text);
  return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
}

const BYTEA = 17;
/** `bpchar`. */
export const CHAR_N = 1042;
/** Types below are built in, and only a superuser can define their casts. */
const FIRST_USER_TYPE = 16_384;

function valueExpression(column: Column, unreadable: readonly string[]): string {
  if (unreadable.includes(column.name)) {
    return 'null';
  }
  const name = quoteIdentifier(column.name);
  if (column.baseTypeOid === BYTEA) {
    return `case when ${name} is not null then '' end`;
  }
  if (column.isArray && column.baseTypeOid === CHAR_N) {
    // As for a single value, the blanks that fill it mean nothing.
    return `pg_catalog.left(${name}::pg_catalog.text[]::pg_catalog.text, ${MAX_VALUE_LENGTH})`;
  }
  // `::text` would call a function of the database where it defines such a cast; `format` writes what the type writes.
  return column.baseTypeOid < FIRST_USER_TYPE
    ? `pg_catalog.left(${name}::pg_catalog.text, ${MAX_VALUE_LENGTH})`
    : `case when ${name} is distinct from null then pg_catalog.left(pg_catalog.format('%s', ${name}), ${MAX_VALUE_LENGTH}) end`;
}

/** Views are not counted: it could mean computing them. */
async function countRows(client: Queryable, relation: Relation): Promise<number | null> {
  if (relation.kind === 'view' || relation.kind === 'foreign_table' || (relation.rowEstimate ?? 0) > 2 * COUNT_LIMIT) {
    return null;
  }
  const from = qualifiedName(relation.schema, relation.name);
  const { rows } = await sendQuery<{ count: number }>(
    client,
    `select pg_catalog.count(*)::pg_catalog.int4 as count from (select from ${from} limit ${COUNT_LIMIT + 1}) bounded`,
  );
  const count = rows[0]?.count ?? 0;
  return count > COUNT_LIMIT ? null : count;
}
