import { renderPairBlocks } from './pair-blocks.js';
import type { QuestionSqlPair } from './pair.js';
import { isBlocks } from './read-pairs.js';

/**
 * The content of a pair file: an array of records, `question` and `sql` first. A `.sql` file has room for these two only.
 */
export function renderPairs(file: string, pairs: readonly QuestionSqlPair[]): string {
  return isBlocks(file) ? renderPairBlocks(pairs) : JSON.stringify(pairs.map(pairRecord), null, 2);
}

/** Readings, origins, proofs and reviews that do not exist are left out. */
export function pairRecord({ question, sql, reading, learnt, evidence, review, ...facts }: QuestionSqlPair): object {
  return {
    question,
    sql,
    ...facts,
    ...(reading === null ? {} : { reading }),
    ...(learnt === null ? {} : { learnt }),
    ...(evidence === null ? {} : { evidence }),
    ...(review === null ? {} : { review }),
  };
}
