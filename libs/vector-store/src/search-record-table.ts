import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { searchWords } from '#libs/retrieval';
import { vectorBytes } from './binary-rows.js';
import { RECORD_TABLE } from './record-table.js';
import type { Collection } from './vector-record.js';

export interface FoundRecord {
  readonly document: string;
  /** `{database}/{collection}/{key}`; null for a record of another program. */
  readonly source: string | null;
}

/** Of `reciprocal_rank_fusion` of `langchain_postgres`. */
const RANK_CONSTANT = 60;
/** More words than any question has that a reader would ask for. */
const MOST_WORDS = 48;

/**
 * The first records of a collection as `PGVectorStore` finds them with a `HybridSearchConfig`, see
 * docs/connect-langchain.md: by vectors, and by words if a record has all of the question that the store knows, joined by
 * reciprocal ranks.
 */
export async function searchRecordTable(
  client: pg.ClientBase,
  collection: Collection,
  { text, vector }: { readonly text: string; readonly vector: Float32Array },
  limit: number,
): Promise<FoundRecord[]> {
  return inTransaction(client, async () => {
    const { rows } = await client.query<FoundRecord>(
      `WITH known AS (
         SELECT word FROM unnest($3::text[]) AS word
          WHERE EXISTS (SELECT FROM ${RECORD_TABLE} WHERE content_tsv @@ plainto_tsquery('simple', word))),
       asked AS (
         SELECT plainto_tsquery('simple', string_agg(word, ' ')) AS words FROM known
          WHERE NOT EXISTS (SELECT FROM known longer
                             WHERE longer.word <> known.word AND strpos(longer.word, known.word) > 0)),
       near AS (
         SELECT langchain_id, row_number() OVER () AS place
           FROM (SELECT langchain_id FROM ${RECORD_TABLE} WHERE collection = $1
                  ORDER BY embedding <=> $2::vector, langchain_id LIMIT $4) AS nearest),
       found AS (
         SELECT langchain_id, row_number() OVER () AS place
           FROM (SELECT langchain_id FROM ${RECORD_TABLE}, asked WHERE collection = $1 AND content_tsv @@ words
                  ORDER BY ts_rank_cd(content_tsv, words) DESC, langchain_id LIMIT $4) AS highest)
       SELECT r.content AS document, r.langchain_metadata ->> 'source' AS source
         FROM near FULL JOIN found USING (langchain_id) JOIN ${RECORD_TABLE} r USING (langchain_id)
        ORDER BY coalesce(1.0 / (${RANK_CONSTANT} + near.place), 0) + coalesce(1.0 / (${RANK_CONSTANT} + found.place), 0) DESC,
                 langchain_id
        LIMIT $4`,
      [collection, vectorBytes(vector), wordsOf(text), limit],
    );
    return rows;
  });
}

function wordsOf(text: string): string[] {
  const words = new Set<string>();
  for (const { word } of searchWords(text)) {
    if (words.size < MOST_WORDS && word.length > 1) {
      words.add(word);
    }
  }
  return [...words];
}
