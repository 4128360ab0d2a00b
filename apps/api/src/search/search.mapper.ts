import { readPair, type FoundRecords } from '#libs/store-reader';
import type { StoreHit } from '#libs/vector-store';
import type { FoundPair, FoundText, SearchAnswer } from './search.dto.js';

export function searchAnswer(found: FoundRecords, notes: string[]): SearchAnswer {
  return {
    mode: found.mode,
    embedding_model: found.model,
    notes,
    ddl: found.hits.ddl.map(textOf),
    documents: found.hits.documentation.map(textOf),
    pairs: found.hits.sql.map(pairOf),
  };
}

function textOf(hit: StoreHit): FoundText {
  return { ...recordOf(hit), document: hit.document };
}

function pairOf(hit: StoreHit): FoundPair {
  const pair = readPair(hit.document);
  return { ...recordOf(hit), question: pair?.question ?? null, sql: pair?.sql ?? hit.document };
}

function recordOf({ id, score, vectorRank, similarity, lexicalRank, matchedTerms, joinedTo, metadata }: StoreHit) {
  const { source, tasks } = metadata;
  return {
    id,
    score,
    vector_rank: vectorRank ?? null,
    similarity: similarity ?? null,
    lexical_rank: lexicalRank ?? null,
    matched_terms: [...(matchedTerms ?? [])],
    joined_to: joinedTo ?? null,
    db_name: typeof source === 'string' ? (source.split('/')[0] ?? null) : null,
    tasks: Array.isArray(tasks) ? tasks.map(String) : [],
  };
}
