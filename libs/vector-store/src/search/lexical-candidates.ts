import { quoteLiteral } from '#libs/postgres';
import type { AskedTerm } from './ask-terms.js';

/**
 * Records whose ranks are computed, about. Beyond it only records with one of the rarer terms are looked at, all of
 * whose terms then count: a record with nothing but frequent terms is not among the first.
 */
const MOST_RANKED = 400;

/** `ts_rank` without weights of positions: 0.61 for one occurrence of the term, rising to 1. */
const POSITION_WEIGHTS = `'{1,1,1,1}'`;

/** SQL about row `l` of the lexical records, for the terms of a question. */
export interface LexicalCandidates {
  readonly condition: string;
  /** Approximates BM25: a term counts by its rarity and its frequency in the text, a word once, a long text less. */
  readonly rank: string;
  /** Share of the question that the record has, 0..1; a translation counts in part. */
  readonly coverage: string;
  /** `int[]`: positions of the words of the question that the record has. */
  readonly words: string;
}

/** @param terms at least one; `asked` the number of words of the question */
export function lexicalCandidates(terms: readonly AskedTerm[], asked: number): LexicalCandidates {
  const words = [...Map.groupBy(terms, ({ word }) => word)];
  const ranks = words.map(([, variants]) =>
    greatest(
      variants.map(
        (variant) =>
          `${(variant.weight * variant.rarity).toFixed(6)} * ts_rank(${POSITION_WEIGHTS}, l.terms, ${queryOf(variant)})`,
      ),
    ),
  );
  const shares = words.map(([, variants]) =>
    greatest(variants.map((variant) => `CASE WHEN l.terms @@ ${queryOf(variant)} THEN ${variant.weight} ELSE 0 END`)),
  );
  const places = words.map(([word, variants]) => `CASE WHEN l.terms @@ ${tsquery(anyOf(variants))} THEN ${word} END`);
  return {
    condition: `l.terms @@ ${tsquery(chooseCandidates(terms))}`,
    rank: `l.brevity * (${ranks.join(' + ')})`,
    coverage: `(${shares.join(' + ')}) / ${asked}::real`,
    words: `array_remove(ARRAY[${places.join(', ')}]::int[], NULL)`,
  };
}

function greatest(values: readonly string[]): string {
  return values.length === 1 ? values.join('') : `greatest(${values.join(', ')})`;
}

function queryOf({ term }: AskedTerm): string {
  return tsquery(quoteTerm(term));
}

function tsquery(text: string): string {
  return `${quoteLiteral(text)}::tsquery`;
}

/** The text of a `tsquery` that finds the records to rank: all with one of the rarest terms. */
export function chooseCandidates(terms: readonly AskedTerm[]): string {
  const rarestFirst = terms.toSorted((a, b) => a.records - b.records);
  let found = 0;
  const chosen = rarestFirst.filter(({ records }) => (found += records) <= MOST_RANKED);
  if (chosen.length > 0) {
    return anyOf(chosen);
  }
  const [rarest, ...others] = rarestFirst;
  if (!rarest || others.length === 0) {
    return anyOf(rarestFirst);
  }
  return `${quoteTerm(rarest.term)} & (${anyOf(others)})`;
}

function anyOf(terms: readonly AskedTerm[]): string {
  return terms.map(({ term }) => quoteTerm(term)).join(' | ');
}

/** https://www.postgresql.org/docs/current/datatype-textsearch.html: quotes and backslashes are doubled. */
function quoteTerm(term: string): string {
  return `'${term.replaceAll(/['\\]/g, '$&$&')}'`;
}
