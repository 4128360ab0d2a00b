import type { AskedTerm } from './ask-terms.js';

/**
 * Records whose ranks are computed, about. Beyond it only records with one of the rarer terms are looked at, all of
 * whose terms then count: a record with nothing but frequent terms is not among the first.
 */
const MOST_RANKED = 1_500;

/** `ts_rank` without weights of positions: 0.61 for one occurrence of the term, rising to 1. */
const POSITION_WEIGHTS = `'{1,1,1,1}'`;

/** Binds a value and gives its place, such as `$3`. */
export type Bind = (value: unknown) => string;

/** SQL for the records of a collection that have terms of the question. */
export interface LexicalCandidates {
  /** Condition on row `l` of the lexical records. */
  readonly condition: string;
  /** Approximates BM25: a term counts by its rarity and its frequency in the text, a word once, a long text less. */
  readonly rank: string;
  /** `boolean[]`, in the order of the terms: whether the record has it. */
  readonly matched: string;
}

/** @param terms at least one */
export function lexicalCandidates(terms: readonly AskedTerm[], bind: Bind): LexicalCandidates {
  const places = new Map(terms.map(({ term }) => [term, `${bind(quoteTerm(term))}::tsquery`]));
  const placeOf = ({ term }: AskedTerm): string => places.get(term) ?? 'NULL';
  const words = Map.groupBy(terms, ({ word }) => word);
  const ranks = [...words.values()].map((variants) => {
    const each = variants.map(
      (variant) =>
        `${bind(variant.weight * variant.rarity)}::real * ts_rank(${POSITION_WEIGHTS}, l.terms, ${placeOf(variant)})`,
    );
    return each.length === 1 ? each.join('') : `greatest(${each.join(', ')})`;
  });
  return {
    condition: `l.terms @@ ${bind(chooseCandidates(terms))}::tsquery`,
    rank: `l.brevity * (${ranks.join(' + ')})`,
    matched: `ARRAY[${terms.map((term) => `l.terms @@ ${placeOf(term)}`).join(', ')}]`,
  };
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
