import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorStoreErrors } from '../errors.js';
import { COLLECTIONS, type Collection } from '../vector-record.js';
import { askTerms, askWords, type AskedWords } from './ask-terms.js';
import { dimensionError } from './dimension-error.js';
import { indexScanSettings } from './index-scan-settings.js';
import type { StoreHit, StoreSearch, StoreSearchResult } from './search-request.js';
import { searchStatement, type HitRow } from './search-statement.js';
import { beginWithFacts } from './store-facts.js';

/** SQLSTATE undefined_table. */
const UNDEFINED_TABLE = '42P01';

/**
 * Finds the records that answer a question, by vectors and, in mode `hybrid`, by words too. Writes nothing. Two messages
 * to the server, or three where a word of the question is unknown to the store.
 * @throws DomainError `vector_store_absent`, `vector_search_dimension_differs`
 */
export async function searchStore(client: pg.ClientBase, search: StoreSearch): Promise<StoreSearchResult> {
  const asked = search.mode === 'hybrid' ? askWords(search.text) : null;
  return (
    (asked && (await searchTables(client, search, asked))) ??
    (await searchTables(client, search, null)) ??
    Promise.reject(new DomainError(vectorStoreErrors.vector_store_absent))
  );
}

/** @returns null if a table is absent */
async function searchTables(
  client: pg.ClientBase,
  search: StoreSearch,
  asked: AskedWords | null,
): Promise<StoreSearchResult | null> {
  try {
    const rows = await findRows(client, search, asked);
    const hitsOf = (collection: Collection): StoreHit[] =>
      rows
        .filter((row) => row.collection === collection)
        .toSorted((a, b) => b.score - a.score || Number(a.vector_rank ?? Infinity) - Number(b.vector_rank ?? Infinity))
        .slice(0, search.limits[collection] ?? 0)
        .map((row) => hitOf(row, asked));
    const hits = { sql: hitsOf('sql'), ddl: hitsOf('ddl'), documentation: hitsOf('documentation') };
    return { mode: asked ? 'hybrid' : 'vector', hits };
  } catch (error) {
    // The first error is the one to report; a broken connection cannot roll back, the server does it then.
    await client.query('ROLLBACK').catch(() => undefined);
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) {
      return null;
    }
    throw (await dimensionError(client, search.vector.length, error)) ?? error;
  }
}

async function findRows(client: pg.ClientBase, search: StoreSearch, asked: AskedWords | null): Promise<HitRow[]> {
  const { facts, counts } = await beginWithFacts(client, asked && asked.variants.flat().map(({ term }) => term));
  const { limits, vector, filter } = search;
  const collections = COLLECTIONS.filter((name) => (limits[name] ?? 0) > 0 && facts.collectionIds[name] !== undefined);
  if (collections.length === 0) {
    await client.query('COMMIT');
    return [];
  }
  const terms = asked ? await askTerms(client, asked, counts, collections) : null;
  const searches = collections.map((collection) => ({
    collection,
    limit: limits[collection] ?? 0,
    terms: terms?.get(collection) ?? [],
  }));
  const settings = indexScanSettings(facts, searches, filter);
  const statement = searchStatement(facts, searches, { vector, words: asked?.words.length ?? 1, filter });
  const results = (await client.query(`${settings}${statement}; COMMIT`)) as unknown as pg.QueryResult<HitRow>[];
  return results.at(-2)?.rows ?? [];
}

function hitOf(row: HitRow, asked: AskedWords | null): StoreHit {
  const { id, document, metadata, score, similarity, vector_rank: vectorRank, lexical_rank: lexicalRank } = row;
  return {
    id,
    document,
    metadata: metadata ?? {},
    score: asked ? Number(score) : (similarity ?? 0),
    ...(vectorRank === null ? {} : { vectorRank: Number(vectorRank) }),
    ...(similarity === null ? {} : { similarity }),
    ...(lexicalRank === null
      ? {}
      : { lexicalRank: Number(lexicalRank), matchedTerms: row.words?.map((at) => asked?.words[at] ?? '') ?? [] }),
  };
}
