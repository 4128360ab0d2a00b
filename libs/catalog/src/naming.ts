import { identifierWords } from '#libs/lexicon';
import type { Relation } from './model.js';

/** Words that say "a table" and nothing about the business. */
const TABLE_PREFIXES = new Set(['t', 'tb', 'tbl', 'table', 'v', 'vw', 'mv']);

/** The words of a table's name without what only says "table" or "this system". */
export function tableWords(
  relation: Pick<Relation, 'schema' | 'name'>,
  prefixes: ReadonlyMap<string, string>,
): readonly string[] {
  const words = identifierWords(relation.name);
  const start = words.findIndex((word) => !TABLE_PREFIXES.has(word) && word !== prefixes.get(relation.schema));
  return start <= 0 ? words : words.slice(start);
}

const LENGTH_HINT = /[(（]\d+字[)）]/g;

/** A comment on one line, without the length hints (`（20字）`) that some tools leave in it. */
export function plainComment(comment: string | null): string {
  return (comment ?? '').replace(LENGTH_HINT, '').replace(/\s+/g, ' ').trim();
}

/** The first clause of a comment: what comes before `，`, else before `。`, else all of it. */
export function shortComment(comment: string | null): string {
  const plain = plainComment(comment);
  const end = plain.includes('，') ? plain.indexOf('，') : plain.indexOf('。');
  return (end > 0 ? plain.slice(0, end) : plain).trim();
}
