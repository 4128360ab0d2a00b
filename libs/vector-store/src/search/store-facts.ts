import type pg from 'pg';
import { quoteLiteral } from '#libs/postgres';
import { TERM_TABLE } from '../lexical/lexical-tables.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';

/** What a search has to know of the store before it can be written as one statement. */
export interface StoreFacts {
  readonly idColumn: 'id' | 'custom_id';
  readonly keyColumn: 'id' | 'uuid';
  readonly collectionIds: Readonly<Partial<Record<Collection, string>>>;
  readonly pgvector: string;
}

/** Numbers of records by term; all records of a collection under the empty term. */
export class TermCounts {
  private readonly counts = new Map<string, number>();

  constructor(rows: readonly (readonly [Collection, string, number])[]) {
    this.add(rows);
  }

  add(rows: readonly (readonly [Collection, string, number])[]): void {
    rows.forEach(([collection, term, records]) => this.counts.set(`${collection} ${term}`, records));
  }

  of(collection: Collection, term: string): number {
    return this.counts.get(`${collection} ${term}`) ?? 0;
  }
}

interface FactsRow {
  readonly columns: readonly string[];
  readonly collections: Partial<Record<Collection, string>> | null;
  readonly counts: [Collection, string, number][] | null;
  readonly pgvector: string;
}

/**
 * Reads the facts, and the counts of the terms, in the first message of the transaction. Values are literals because a
 * message of several statements takes no parameters; a message costs as much as a search.
 * @param terms null: without the lexical side
 * @throws the driver's error 42P01 where a table is absent
 */
export async function beginWithFacts(
  client: pg.ClientBase,
  terms: readonly string[] | null,
): Promise<{ facts: StoreFacts; counts: TermCounts }> {
  const results = (await client.query(`BEGIN; ${factsStatement(terms)}`)) as unknown as pg.QueryResult<FactsRow>[];
  const row = results.at(-1)?.rows[0];
  const isLegacy = row?.columns.includes('custom_id') && !row.columns.includes('id');
  return {
    facts: {
      idColumn: isLegacy ? 'custom_id' : 'id',
      keyColumn: isLegacy ? 'uuid' : 'id',
      collectionIds: row?.collections ?? {},
      pgvector: row?.pgvector ?? '0',
    },
    counts: new TermCounts(row?.counts ?? []),
  };
}

/** Counts of more terms, within the transaction. */
export async function readCounts(client: pg.ClientBase, counts: TermCounts, terms: readonly string[]): Promise<void> {
  if (terms.length > 0) {
    const { rows } = await client.query<Pick<FactsRow, 'counts'>>(`SELECT ${countsOf(terms)} AS counts`);
    counts.add(rows[0]?.counts ?? []);
  }
}

function factsStatement(terms: readonly string[] | null): string {
  return `SELECT (SELECT json_agg(attname) FROM pg_attribute
                   WHERE attrelid = 'langchain_pg_embedding'::regclass AND attnum > 0 AND NOT attisdropped) AS columns,
                 (SELECT json_object_agg(name, uuid) FROM langchain_pg_collection WHERE name IN (${listOf(COLLECTIONS)}))
                   AS collections,
                 ${terms === null ? 'NULL' : countsOf(['', ...terms])} AS counts,
                 (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS pgvector`;
}

function countsOf(terms: readonly string[]): string {
  return `(SELECT json_agg(json_build_array(collection, term, records)) FROM ${TERM_TABLE}
            WHERE collection IN (${listOf(COLLECTIONS)}) AND term IN (${listOf([...new Set(terms)])}))`;
}

function listOf(values: readonly string[]): string {
  return values.map(quoteLiteral).join(', ');
}
