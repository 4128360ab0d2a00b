import type pg from 'pg';
import type { Collection } from '../vector-record.js';
import { askTerms, type AskedTerm, type AskedWords } from './ask-terms.js';
import type { FoundRow } from './join-ranks.js';
import { queryRows } from './query-rows.js';
import { foundStatement, type CollectionSearch } from './search-statement.js';
import type { StoreFacts } from './store-facts.js';
import { readCounts, TermCounts } from './term-counts.js';

/** The candidates of a collection, the highest rank first, and the terms that they were found by. */
export interface FoundByWords {
  readonly terms: readonly AskedTerm[];
  readonly rows: readonly FoundRow[];
}

/**
 * Two messages to the server, or three where a word of the question is unknown to the store.
 * @param own whether in a transaction of its own, or in the one that the connection has begun
 * @throws the driver's error 42P01 without a lexical side; the transaction is open then
 */
export async function findByWords(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedWords,
  own: boolean,
): Promise<ReadonlyMap<Collection, FoundByWords>> {
  const counts = new TermCounts();
  const variants = asked.variants.flat().map(({ term }) => term);
  await readCounts(client, counts, ['', ...variants], own ? ['BEGIN READ ONLY'] : []);
  const terms = await askTerms(
    client,
    asked,
    counts,
    searches.map(({ collection }) => collection),
  );
  const known = searches.flatMap((search) => {
    const own = terms.get(search.collection) ?? [];
    return own.length === 0 ? [] : [{ search, terms: own, statement: foundStatement(facts, search, own) }];
  });
  const statements = [...known.map(({ statement }) => statement), ...(own ? ['COMMIT'] : [])];
  const results = statements.length === 0 ? [] : await queryRows(client, statements);
  return new Map(
    known.map((each, at) => [each.search.collection, { terms: each.terms, rows: results[at] as readonly FoundRow[] }]),
  );
}
