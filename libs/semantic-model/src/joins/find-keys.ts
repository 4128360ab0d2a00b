import pLimit from 'p-limit';
import {
  isLender,
  relationName,
  type Catalog,
  type Column,
  type Database,
  type Relation,
  type RelationProfile,
} from '#libs/catalog';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import type { FoundKey } from './join.js';
import { isRowMark, readName } from './names.js';
import { IS_KEY, keyCandidates, type KeyColumn, type OtherTables } from './key-candidates.js';
import { messages } from './messages.js';
import { tryQuery } from './run-query.js';
import type { TableName } from './table-names.js';

/** Keys are looked for in this many rows: all of a table that has no more. */
const ROWS = 10_000;
const MAX_COLUMNS = 24;
const MAX_PARTS = 6;
const MAX_SINGLE = 8;
/** Of fewer rows, every column is distinct. */
const FEW_ROWS = 3;
/** Of fewer rows, columns are distinct by chance. */
const SOME_ROWS = 10;
const CONNECTIONS = 3;

/** Where and for how long keys are looked for. */
export interface Search {
  readonly database: Database;
  readonly profiles: Pick<ReadonlyMap<string, RelationProfile>, 'get'>;
  readonly signal: AbortSignal | undefined;
}

/** Runs the work on each item, a few at once. @throws the abort reason. */
export function eachOf<T, R>(items: readonly T[], search: Search, work: (item: T) => Promise<R>): Promise<R[]> {
  const limit = pLimit(isLender(search.database) ? CONNECTIONS : 1);
  const run = (item: T): Promise<R> => {
    search.signal?.throwIfAborted();
    return work(item);
  };
  return Promise.all(items.map((item) => limit(() => run(item))));
}

/** Keys of the tables that declare none, from their rows: never null, all distinct, and named or placed like a key. */
export async function findKeys(
  search: Search,
  catalog: Catalog,
  names: ReadonlyMap<Relation, TableName>,
): Promise<Map<Relation, FoundKey>> {
  const without = catalog.relations.filter(isKeyless);
  const forms = new Set([...names.values()].flatMap((name) => name.forms));
  const others: OtherTables = { shared: sharedNames(catalog), forms };
  const found = await eachOf(without, search, async (relation) => {
    const name = names.get(relation);
    const profile = search.profiles.get(relationName(relation));
    const candidates = name ? keyCandidates(relation, name, profile, others) : [];
    const key = candidates.length === 0 ? null : await keyOf(search, relation, candidates.slice(0, MAX_COLUMNS));
    return [relation, key] as const;
  });
  return new Map(found.flatMap(([relation, key]) => (key ? [[relation, key]] : [])));
}

function isKeyless({ kind, partitionOf, primaryKey, uniqueConstraints, columns }: Relation): boolean {
  const notNull = new Set(columns.filter((column) => column.notNull).map(({ name }) => name));
  const hasOther = uniqueConstraints.some((key) => key.columns.every((name) => notNull.has(name)));
  return partitionOf === null && primaryKey === null && !hasOther && kind !== 'view' && kind !== 'foreign_table';
}

/** Names of columns that occur in several tables, in lower case. */
function sharedNames(catalog: Catalog): Set<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { name } of catalog.relations.flatMap(({ columns }) => columns)) {
    const lower = name.toLowerCase();
    (seen.has(lower) ? shared : seen).add(lower);
  }
  return shared;
}

async function keyOf(search: Search, relation: Relation, candidates: readonly KeyColumn[]): Promise<FoundKey | null> {
  const likely = candidates.filter(({ weight }) => weight >= IS_KEY - 1).toSorted((a, b) => b.weight - a.weight);
  const asked = (likely.length > 0 ? likely : candidates).slice(0, MAX_SINGLE);
  const single = await distinctSets(
    search,
    relation,
    asked.map(({ column }) => [column.name]),
  );
  if (single === null) {
    return null;
  }
  const weights = new Map(candidates.map(({ column, weight }) => [column.name, weight]));
  const weigh = ([name = '']: readonly string[]): number => weights.get(name) ?? 0;
  const isEmpty = single.rows === 0;
  const best = single.sets.toSorted((a, b) => weigh(b) - weigh(a))[0];
  const few = isEmpty || single.rows < FEW_ROWS;
  const needed = few || single.rows < SOME_ROWS ? IS_KEY : IS_KEY - 1;
  const isSure = !few || (best && weigh(best) >= IS_KEY + 1.5) || ids(relation).length === 1;
  if (best && weigh(best) >= needed && isSure) {
    return isEmpty ? keyByName(best) : keyByRows(best, single.rows);
  }
  const parts = candidates.filter(({ isPart }) => isPart).map(({ column }) => column.name);
  return few ? null : severalColumns(search, relation, parts.slice(0, MAX_PARTS));
}

/** Columns named like ids: where there are several, the first may refer to another table. */
function ids({ columns }: Relation): readonly Column[] {
  return columns.filter(({ name }) => readName(name).kind === 'id' && !isRowMark(name));
}

async function severalColumns(search: Search, relation: Relation, parts: readonly string[]): Promise<FoundKey | null> {
  const pairs = parts.flatMap((a, at) => parts.slice(at + 1).map((b) => [a, b]));
  const triples = parts.flatMap((a, at) =>
    parts.slice(at + 1).flatMap((b, next) => parts.slice(at + next + 2).map((c) => [a, b, c])),
  );
  for (const sets of [pairs, triples, parts.length > 3 ? [parts.slice(0, 4)] : []]) {
    const found = sets.length === 0 ? null : await distinctSets(search, relation, sets);
    const [first] = found?.sets ?? [];
    if (found && first) {
      return keyByRows(first, found.rows);
    }
  }
  return null;
}

function keyByRows(columns: readonly string[], rows: number): FoundKey {
  const confidence = rows < ROWS ? 0.95 : 0.85;
  return { columns, evidence: { source: 'data', confidence, because: messages.distinct({ rows }) } };
}

function keyByName(columns: readonly string[]): FoundKey {
  return { columns, evidence: { source: 'name', confidence: 0.6, because: messages.name_of_key() } };
}

/** The sets of columns that are never null and all distinct; null when the table cannot be read. */
export async function distinctSets(
  search: Search,
  relation: Relation,
  sets: readonly (readonly string[])[],
): Promise<{ rows: number; sets: readonly (readonly string[])[] } | null> {
  const columns = [...new Set(sets.flat())];
  const counts = sets.map((set, at) => {
    const [value, present] = tupleOf(set);
    return `count(distinct ${value}) filter (where ${present})::int as s${at}`;
  });
  const sql = `select count(*)::int as rows, ${counts.join(', ')}
    from (select ${columns.map(quoteIdentifier).join(', ')} from ${qualifiedName(relation.schema, relation.name)}
          limit ${ROWS}) r`;
  const [row] = settled(await tryQuery<Record<string, number>>(search.database, sql));
  const rows = row?.rows;
  return rows === undefined ? null : { rows, sets: sets.filter((_, at) => row?.[`s${at}`] === rows) };
}

function tupleOf(set: readonly string[]): [value: string, present: string] {
  const columns = set.map(quoteIdentifier);
  return [
    columns.length === 1 ? (columns[0] ?? '') : `(${columns.join(', ')})`,
    columns.map((column) => `${column} is not null`).join(' and '),
  ];
}

function settled<T>(result: readonly T[] | string): readonly T[] {
  return typeof result === 'string' ? [] : result;
}
