import type pg from 'pg';
import { RECORD_TABLE, TERM_TABLE } from '../lexical/lexical-tables.js';
import { OWN_MARK } from '../lexical/lexical-row.js';
import type { Collection } from '../vector-record.js';
import { queryRows } from './query-rows.js';
import { TableLinks } from './table-links.js';
import { TermCounts } from './term-counts.js';

/** What searches need to know of all records: read once, while the lexical side stays as it is. */
export interface StoreIndex {
  readonly version: string;
  readonly counts: TermCounts;
  readonly links: ReadonlyMap<Collection, TableLinks>;
}

/** Terms in memory, some 100 bytes each; of a store with more, the counts of a question are read for it. */
const MOST_TERMS = 50_000;
const MOST_TABLES = 20_000;
const OF_TABLES = ['ddl', 'documentation'] as const satisfies readonly Collection[];

/** SQL: one field that another load, removal or catch-up changes. Each changes the row that counts all records. */
export const INDEX_VERSION = `SELECT string_agg(concat_ws(' ', collection, records, xmin), ',' ORDER BY collection)
                                FROM ${TERM_TABLE} WHERE collection IN ('sql', 'ddl', 'documentation') AND term = ''`;
const TERMS = `SELECT collection, term, records FROM ${TERM_TABLE} LIMIT ${MOST_TERMS + 1}`;

/** By the lender whose connections are those of one store, else by the connection. */
const known = new WeakMap<object, StoreIndex>();

/** @throws the driver's error 42P01 without a lexical side */
export async function storeIndex(client: pg.ClientBase, owner: object): Promise<StoreIndex> {
  const before = known.get(owner);
  if (before) {
    return before;
  }
  const [version = [], terms = [], ...names] = await queryRows(client, [
    INDEX_VERSION,
    TERMS,
    ...OF_TABLES.map(namesStatement),
  ]);
  const isComplete = terms.length <= MOST_TERMS;
  const counts = new TermCounts(isComplete);
  for (const [collection, term, records] of terms as readonly (readonly [Collection, string, string])[]) {
    counts.add(collection, term, Number(records));
  }
  const links = new Map(OF_TABLES.map((collection, at) => [collection, linksOf(names[at] ?? [])]));
  const index = { version: versionOf(version), counts, links };
  known.set(owner, index);
  return index;
}

/** Whether the index is still that of the store; it is read again otherwise. */
export function isCurrentIndex(
  owner: object,
  index: StoreIndex,
  version: readonly (readonly unknown[])[] | undefined,
): boolean {
  const isSame = versionOf(version) === index.version;
  if (!isSame) {
    known.delete(owner);
  }
  return isSame;
}

function versionOf(rows: readonly (readonly unknown[])[] | undefined): string {
  const [[version] = []] = rows ?? [];
  return typeof version === 'string' ? version : '';
}

/** SQL: key and names of the records about a table; names alone have the weight A. */
function namesStatement(collection: Collection): string {
  return `SELECT l.record, ARRAY(SELECT lexeme FROM unnest(ts_filter(l.terms, '{a}')))
            FROM ${RECORD_TABLE} l
           WHERE l.collection = '${collection}' AND l.terms @@ '''${OWN_MARK}'':*'::tsquery LIMIT ${MOST_TABLES}`;
}

function linksOf(rows: readonly (readonly unknown[])[]): TableLinks {
  const links = new TableLinks();
  for (const [key, names] of rows as readonly (readonly [string, readonly string[]])[]) {
    links.add(key, names);
  }
  return links;
}
