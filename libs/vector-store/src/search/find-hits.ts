import type pg from 'pg';
import type { ConnectionLender } from '#libs/postgres';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { askWords, type AskedWords } from './ask-terms.js';
import { beginByVectors, type FoundByVectors } from './find-by-vectors.js';
import { findByWords, type WordsOfStore } from './find-by-words.js';
import { followJoins } from './follow-joins.js';
import { joinRanks, type Candidate } from './join-ranks.js';
import { queryRows } from './query-rows.js';
import type { StoreHit, StoreSearch } from './search-request.js';
import { askedVector, recordsStatement, type AskedVector, type CollectionSearch } from './search-statement.js';
import { factsOf, type StoreFacts } from './store-facts.js';

type Hits = Record<Collection, readonly StoreHit[]>;
type Candidates = ReadonlyMap<Collection, readonly Candidate[]>;

/** Further connections to the database of a search. */
export type SearchLender = Pick<ConnectionLender, 'lendFree'>;

interface StoredRecord {
  readonly id: string;
  readonly document: string;
  readonly metadata: Record<string, unknown> | null;
}

/**
 * Finds the candidates by vectors and by words, joins their ranks, and reads the records of the best.
 * @throws the driver's error 42P01 where a table is absent; the transaction is open then
 */
export async function findHits(
  client: pg.ClientBase,
  search: StoreSearch,
  byWords: boolean,
  lender: SearchLender | null,
): Promise<Hits> {
  const { limits, filter } = search;
  const vector = askedVector(search.vector);
  const facts = await factsOf(client);
  const searches = COLLECTIONS.filter((name) => (limits[name] ?? 0) > 0 && facts.collectionIds[name] !== undefined).map(
    (collection) => ({ collection, limit: limits[collection] ?? 0, filter }),
  );
  const both = await findBoth(client, facts, searches, vector, { question: byWords ? search.text : null, lender });
  if (both === null) {
    await client.query('ROLLBACK');
    return findHits(client, search, byWords, lender);
  }
  const asked = both.words?.asked ?? null;
  const candidates = new Map(
    searches.map(({ collection }) => {
      const { terms = [], rows = [] } = both.words?.found.get(collection) ?? {};
      const near = both.near.get(collection)?.keys() ?? [];
      const joined = joinRanks([...near], rows, { terms, words: asked?.words.length ?? 0 });
      const links = both.words?.index.links.get(collection);
      return [collection, links ? followJoins(joined, links) : joined];
    }),
  );
  const records = await readBest(client, facts, { limits, filter }, candidates);
  const hitsOf = (name: Collection): StoreHit[] =>
    (candidates.get(name) ?? [])
      .flatMap((candidate) => {
        const record = records.get(candidate.key);
        const similarity = both.near.get(name)?.get(candidate.key) ?? null;
        return record ? [hitOf(record, candidate, similarity, asked)] : [];
      })
      .slice(0, limits[name] ?? 0);
  return { sql: hitsOf('sql'), ddl: hitsOf('ddl'), documentation: hitsOf('documentation') };
}

interface Sides {
  readonly near: FoundByVectors;
  /** Null in a search by vectors alone. */
  readonly words: WordsOfStore | null;
}

/** The transaction of `client` stays open. @returns null where the facts have changed */
async function findBoth(
  client: pg.ClientBase,
  facts: StoreFacts,
  searches: readonly CollectionSearch[],
  vector: AskedVector,
  { question, lender }: { readonly question: string | null; readonly lender: SearchLender | null },
): Promise<Sides | null> {
  const find =
    question === null || searches.length === 0
      ? null
      : async (on: pg.ClientBase) => findByWords(on, facts, searches, askWords(question), lender ?? client);
  // The server gets the vector before this process looks at the words.
  const apart = (find && facts.hasManySessions && lender?.lendFree(find)) || null;
  const nearest = beginByVectors(client, facts, searches, vector);
  // Neither side may be at work when the other has failed.
  await Promise.allSettled([apart, nearest]);
  const near = await nearest;
  if (near === null) {
    return null;
  }
  return { near, words: await (apart ?? find?.(client) ?? null) };
}

/**
 * Reads the records of the best candidates, and of all where some of the best are gone. Ends the transaction.
 * @returns by key
 */
async function readBest(
  client: pg.ClientBase,
  facts: StoreFacts,
  { limits, filter }: Pick<StoreSearch, 'limits' | 'filter'>,
  candidates: Candidates,
): Promise<Map<string, StoredRecord>> {
  const all = [...candidates.values()].flat();
  const best = [...candidates].flatMap(([collection, found]) => found.slice(0, limits[collection] ?? 0));
  const read = async (wanted: readonly Candidate[], begin: readonly string[]) => {
    const keys = wanted.map(({ key }) => key);
    const statements = [...begin, keys.length === 0 ? 'SELECT' : recordsStatement(facts, keys, filter), 'COMMIT'];
    const rows = (await queryRows(client, statements)).at(-2) ?? [];
    return new Map((keys.length === 0 ? [] : rows).map(recordOf));
  };
  const records = await read(best, []);
  return records.size === best.length || best.length === all.length ? records : read(all, ['BEGIN']);
}

function recordOf(row: readonly unknown[]): [key: string, StoredRecord] {
  const [key, id, document, metadata] = row as [string, string, string, StoredRecord['metadata']];
  return [key, { id, document, metadata }];
}

function hitOf(
  record: StoredRecord,
  candidate: Candidate,
  similarity: number | null,
  asked: AskedWords | null,
): StoreHit {
  const { score, vectorRank, lexicalRank, words, joinedTo } = candidate;
  return {
    id: record.id,
    document: record.document,
    metadata: record.metadata ?? {},
    score: asked ? score : (similarity ?? 0),
    ...(vectorRank === null || similarity === null ? {} : { vectorRank, similarity }),
    ...(lexicalRank === null ? {} : { lexicalRank, matchedTerms: words.map((at) => asked?.words[at] ?? '') }),
    ...(joinedTo ? { joinedTo } : {}),
  };
}
