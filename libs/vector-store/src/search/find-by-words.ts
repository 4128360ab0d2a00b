import type pg from 'pg';
import type { Collection } from '../vector-record.js';
import { askTerms, type AskedTerm, type AskedWords } from './ask-terms.js';
import type { FoundRow } from './join-ranks.js';
import { queryRows } from './query-rows.js';
import { foundStatement, type CollectionSearch } from './search-statement.js';
import type { StoreFacts } from './store-facts.js';
import { INDEX_VERSION, isCurrentIndex, storeIndex, type StoreIndex } from './store-index.js';
import { readCounts, TermCounts } from './term-counts.js';

/** The candidates of a collection, the highest rank first, and the terms that they were found by. */
export interface FoundByWords {
  readonly terms: readonly AskedTerm[];
  readonly rows: readonly FoundRow[];
}

export interface WordsOfStore {
  readonly asked: AskedWords;
  readonly index: StoreIndex;
  readonly found: ReadonlyMap<Collection, FoundByWords>;
}

/**
 * One message to the server, and one before where the index is not known or has not all counts. Where records are written
 * meanwhile, both once more, and then never again: a load or catch-up writes for minutes, and this is a ranking.
 * @param owner of the index: what has the connections of one store
 * @throws the driver's error 42P01 without a lexical side
 */
export async function findByWords(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedWords,
  owner: object,
): Promise<WordsOfStore> {
  const find = async () => findIn(await storeIndex(client, owner), client, facts, searches, asked);
  const first = await find();
  return (await isCurrentIndex(owner, first.index, first.version)) ? first : find();
}

async function findIn(
  index: StoreIndex,
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  asked: AskedWords,
): Promise<WordsOfStore & { readonly version: readonly (readonly unknown[])[] }> {
  // Counts that are read for one question are not kept for the next.
  const counts = index.counts.isComplete ? index.counts : new TermCounts(false);
  await readCounts(client, counts, ['', ...asked.variants.flat().map(({ term }) => term)]);
  const collections = searches.map(({ collection }) => collection);
  const terms = await askTerms(client, asked, counts, collections);
  const known = searches.flatMap((search) => {
    const own = terms.get(search.collection) ?? [];
    return own.length === 0 ? [] : [{ search, terms: own, statement: foundStatement(facts, search, own) }];
  });
  const [version = [], ...results] = await queryRows(client, [
    INDEX_VERSION,
    ...known.map(({ statement }) => statement),
  ]);
  const found = known.map(
    (each, at) => [each.search.collection, { terms: each.terms, rows: results[at] as readonly FoundRow[] }] as const,
  );
  return { asked, index, found: new Map(found), version };
}
