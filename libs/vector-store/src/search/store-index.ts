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

/** Terms in memory, some 100 bytes each; of a store with more, none is kept and the counts of a question are read for it. */
const MOST_TERMS = 50_000;
const MOST_TABLES = 20_000;
const OF_TABLES = ['ddl', 'documentation'] as const satisfies readonly Collection[];

/** SQL: one field that another load, removal or catch-up changes. Each changes the row that counts all records. */
export const INDEX_VERSION = `SELECT string_agg(concat_ws(' ', collection, records, xmin), ',' ORDER BY collection)
                                FROM ${TERM_TABLE} WHERE collection IN ('sql', 'ddl', 'documentation') AND term = ''`;
/** SQL: all terms, or none where there are too many. */
const termsStatement = (most: number): string =>
  `SELECT collection, term, records FROM ${TERM_TABLE}
    WHERE (SELECT count(*) FROM (SELECT FROM ${TERM_TABLE} LIMIT ${most + 1}) first) <= ${most}`;

/** By the lender whose connections are those of one store, else by the connection. */
const known = new WeakMap<object, Promise<StoreIndex>>();

/**
 * Searches of one owner at the same time share one read.
 * @throws the driver's error 42P01 without a lexical side
 */
export async function storeIndex(client: pg.ClientBase, owner: object): Promise<StoreIndex> {
  const shared = known.get(owner);
  if (shared) {
    // The connection of the other search may have failed; this one has its own.
    return shared.catch(() => storeIndex(client, owner));
  }
  const reading: Promise<StoreIndex> = readIndex(client).catch((error: unknown) => {
    forget(owner, reading);
    throw error;
  });
  known.set(owner, reading);
  return reading;
}

/** @param mostTerms of a store with more, none is kept */
export async function readIndex(client: pg.ClientBase, mostTerms = MOST_TERMS): Promise<StoreIndex> {
  const [version = [], terms = [], ...names] = await queryRows(client, [
    INDEX_VERSION,
    termsStatement(mostTerms),
    ...OF_TABLES.map(namesStatement),
  ]);
  const counts = new TermCounts(terms.length > 0);
  for (const [collection, term, records] of terms as readonly (readonly [Collection, string, string])[]) {
    counts.add(collection, term, Number(records));
  }
  const links = new Map(OF_TABLES.map((collection, at) => [collection, linksOf(names[at] ?? [])]));
  return { version: versionOf(version), counts, links };
}

/** Whether the index is still that of the store; it is read again for the next search otherwise. */
export async function isCurrentIndex(
  owner: object,
  index: StoreIndex,
  version: readonly (readonly unknown[])[] | undefined,
): Promise<boolean> {
  const isSame = versionOf(version) === index.version;
  const shared = known.get(owner);
  // Another search may have read a newer one.
  if (!isSame && shared && (await shared.catch(() => null)) === index) {
    forget(owner, shared);
  }
  return isSame;
}

function forget(owner: object, index: Promise<StoreIndex>): void {
  if (known.get(owner) === index) {
    known.delete(owner);
  }
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
