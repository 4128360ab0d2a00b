import type { Relation } from '#libs/catalog';
import { qualifiedName, quoteIdentifier, quoteLiteral } from '#libs/postgres';
import type { Candidate } from './candidate.js';
import { eachOf, type Search } from './find-keys.js';
import { keyFamily } from './names.js';
import { tryQuery } from './run-query.js';

/** What the rows say about a candidate. */
export interface Containment {
  /** Distinct values of the sample, without null and the value for "none". */
  readonly seen: number;
  readonly matched: number;
  /** Rows of the sample with such values. */
  readonly rows: number;
  readonly matchedRows: number;
  /** `0`, `-1` or an empty text that occurs and exists in no row of the target. */
  readonly none: string | null;
  readonly hasNulls: boolean;
  /** Greatest sampled number; greatest length of a sampled value. */
  readonly most: number | null;
  readonly longest: number | null;
}

const SAMPLE_ROWS = 4000;
const SAMPLE_VALUES = 400;
/** A table of a thousand columns has too many candidates for one statement. */
const CANDIDATES_A_QUERY = 40;
/** A table without an index on the column is read whole for each question about it. */
const MAX_SCANNED_BYTES = 512 * 1024 * 1024;
const MAX_SCANNED_ROWS = 3_000_000;

/**
 * Compares the sampled values of columns with the columns that they may refer to: one query for all candidates of a table.
 * @returns null for what could not be compared: unreadable, too large or too slow.
 */
export async function measureContainment(
  search: Search,
  candidates: readonly Candidate[],
): Promise<Map<Candidate, Containment | null>> {
  const checkable = candidates.filter((candidate) => !isTooLarge(candidate));
  const groups = [...Map.groupBy(checkable, ({ from }) => from).values()].flatMap(inParts);
  const measured = await eachOf(groups, search, (group) => measureGroup(search, group));
  return new Map([...candidates.map((candidate) => [candidate, null] as const), ...measured.flat()]);
}

function inParts(group: readonly Candidate[]): (readonly Candidate[])[] {
  const parts = Math.ceil(group.length / CANDIDATES_A_QUERY);
  return Array.from({ length: parts }, (_, at) => group.slice(at * CANDIDATES_A_QUERY, (at + 1) * CANDIDATES_A_QUERY));
}

async function measureGroup(
  search: Search,
  group: readonly Candidate[],
): Promise<(readonly [Candidate, Containment | null])[]> {
  const rows = await tryQuery<Containment>(search.database, containmentQuery(group));
  if (typeof rows !== 'string') {
    return group.map((candidate, at) => [candidate, rows[at] ?? null]);
  }
  if (rows === 'too_slow' || group.length === 1) {
    return group.map((candidate) => [candidate, null]);
  }
  // One unreadable table, or a column without a grant, must not hide the others.
  const single: (readonly [Candidate, Containment | null])[] = [];
  for (const candidate of group) {
    search.signal?.throwIfAborted();
    single.push(...(await measureGroup(search, [candidate])));
  }
  return single;
}

function isTooLarge({ to, toColumns, elements }: Candidate): boolean {
  const isLarge = (to.sizeBytes ?? 0) > MAX_SCANNED_BYTES || (to.rowEstimate ?? 0) > MAX_SCANNED_ROWS;
  return (
    isLarge &&
    (elements !== null ||
      !isIndexed(
        to,
        toColumns.map(({ name }) => name),
      ))
  );
}

/** A unique index begins with these columns. */
function isIndexed(relation: Relation, columns: readonly string[]): boolean {
  const keys = [...(relation.primaryKey ? [relation.primaryKey] : []), ...relation.uniqueConstraints];
  const wanted = new Set(columns);
  return keys.some((key) => key.columns.slice(0, columns.length).every((name) => wanted.has(name)));
}

function containmentQuery(group: readonly Candidate[]): string {
  const [first] = group;
  const columns = [...new Set(group.flatMap((candidate) => neededColumns(candidate)))].map(quoteIdentifier);
  const from = first ? qualifiedName(first.from.schema, first.from.name) : '';
  const parts = group.map((candidate, at) => oneCandidate(candidate, at));
  return `with s as materialized (select ${columns.join(', ')} from ${from} limit ${SAMPLE_ROWS})
    select seen, matched, rows, "matchedRows", none, "hasNulls", most, longest
    from (${parts.join('\nunion all\n')}) r order by at`;
}

function neededColumns({ columns, condition }: Candidate): string[] {
  return [...columns.map(({ name }) => name), ...(condition ? [condition.field] : [])];
}

/** `offset 0` keeps the planner from asking for each value once in every aggregate. */
function oneCandidate(candidate: Candidate, at: number): string {
  const { columns, toColumns } = candidate;
  const values = columns.map((_, index) => `v${index}`);
  const isSingle = columns.length === 1;
  const isNumber = isSingle && toColumns.every((column) => keyFamily(column) === 'number');
  const none = isSingle ? `(not hit and v0::text in ('0', '-1', ''))` : 'false';
  const source = sourceOf(candidate);
  const found = `where not isnone`;
  return `select ${at} as at,
    count(*) filter (${found})::int as seen, count(*) filter (where hit)::int as matched,
    coalesce(sum(n) filter (${found}), 0)::int as rows, coalesce(sum(n) filter (where hit), 0)::int as "matchedRows",
    ${isSingle ? `min(v0::text) filter (where isnone)` : 'null::text'} as none, ${source.nulls} as "hasNulls",
    ${isNumber ? `(max(v0) filter (${found}))::float8` : 'null::float8'} as most,
    ${isSingle ? `max(length(v0::text)) filter (${found})` : 'null::int'} as longest
    from (select *, ${none} as isnone from (
      select d.*, ${hitOf(candidate).value} as hit
      from (select ${values.join(', ')}, count(*) as n from (${source.sql}) x
            where ${values.map((value) => `${value} is not null`).join(' and ')}
            group by ${values.join(', ')} limit ${SAMPLE_VALUES}) d ${hitOf(candidate).join} offset 0) h) m`;
}

/** By index one value at a time; without one the target is read once. */
function hitOf({ to, toColumns }: Candidate): { value: string; join: string } {
  const names = toColumns.map(({ name }) => quoteIdentifier(name));
  const target = qualifiedName(to.schema, to.name);
  const isKey = isIndexed(
    to,
    toColumns.map(({ name }) => name),
  );
  if (isKey) {
    const equal = names.map((name, at) => `t.${name} = d.v${at}`).join(' and ');
    return { value: `exists (select from ${target} t where ${equal})`, join: '' };
  }
  const keys = names.map((name, at) => `${name} as k${at}`).join(', ');
  const equal = names.map((_, at) => `t.k${at} = d.v${at}`).join(' and ');
  return { value: 't.k0 is not null', join: `left join (select distinct ${keys} from ${target}) t on ${equal}` };
}

/** The values of a candidate as `v0`, `v1`, …; those of arrays one by one. */
function sourceOf({ columns, toColumns, elements, condition }: Candidate): { sql: string; nulls: string } {
  const names = columns.map(({ name }) => quoteIdentifier(name));
  const where = condition ? ` where ${quoteIdentifier(condition.field)}::text = ${quoteLiteral(condition.value)}` : '';
  const [name = ''] = names;
  const nulls = `(select coalesce(bool_or(${names.map((one) => `${one} is null`).join(' or ')}), false) from s)`;
  if (elements === 'array') {
    return { sql: `select unnest(${name}) as v0 from s${where}`, nulls };
  }
  if (elements === 'json') {
    const [key] = toColumns;
    const isNumber = key !== undefined && keyFamily(key) === 'number';
    const list = `regexp_split_to_table(btrim(${name}::text, '[] '), '\\s*,\\s*')`;
    const items = `select btrim(e, '"') as e from (select ${list} as e from s where ${name}::text ~ '^\\s*\\[.*\\]\\s*$') l`;
    return isNumber
      ? { sql: `select e::bigint as v0 from (${items}) i where e ~ '^[0-9]{1,18}$'`, nulls }
      : { sql: `select e as v0 from (${items}) i where e <> ''`, nulls };
  }
  return { sql: `select ${names.map((one, at) => `${one} as v${at}`).join(', ')} from s${where}`, nulls };
}
