import type pg from 'pg';
import { quoteLiteral } from '#libs/postgres';
import { TERM_TABLE } from '../lexical/lexical-tables.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { queryRows } from './query-rows.js';

/** Numbers of records by term; all records of a collection under the empty term. */
export class TermCounts {
  private readonly counts: Readonly<Record<Collection, Map<string, number>>> = {
    sql: new Map(),
    ddl: new Map(),
    documentation: new Map(),
  };

  /** @param isComplete whether a term without a count is in no record */
  constructor(readonly isComplete: boolean) {}

  add(collection: Collection, term: string, records: number): void {
    this.counts[collection].set(term, records);
  }

  of(collection: Collection, term: string): number {
    return this.counts[collection].get(term) ?? 0;
  }
}

/**
 * Adds the counts of these terms, unless all are there.
 * @throws the driver's error 42P01 without a lexical side
 */
export async function readCounts(client: pg.ClientBase, counts: TermCounts, terms: readonly string[]): Promise<void> {
  if (terms.length === 0 || counts.isComplete) {
    return;
  }
  const [rows = []] = await queryRows(client, [
    `SELECT collection, term, records FROM ${TERM_TABLE}
      WHERE collection IN (${listOf(COLLECTIONS)}) AND term IN (${listOf([...new Set(terms)])})`,
  ]);
  for (const [collection, term, records] of rows as readonly (readonly [Collection, string, string])[]) {
    counts.add(collection, term, Number(records));
  }
}

function listOf(values: readonly string[]): string {
  return values.map(quoteLiteral).join(', ');
}
