import { quoteLiteral } from '#libs/postgres';
import { RECORD_TABLE } from '../lexical/lexical-tables.js';
import type { Collection } from '../vector-record.js';
import type { AskedTerm } from './ask-terms.js';

/**
 * Records whose ranks are computed for each candidate, about. Beyond it only records with one of the rarer terms are
 * looked at, all of whose terms then count: a record with nothing but frequent terms is not among the first.
 */
const RANKED_PER_CANDIDATE = 3;

/**
 * The records with the terms (`key`, `present` of `FoundRow`), those that rank highest first. The rank approximates BM25: a term counts by its rarity and
 * its frequency in the text, a word once, by the best of its terms, and a long text less.
 * @param terms at least one
 * @param options `condition`: SQL about row `l`
 */
export function lexicalStatement(
  collection: Collection,
  terms: readonly AskedTerm[],
  { depth, condition }: { readonly depth: number; readonly condition: string },
): string {
  const present = terms.map((term) => `best.terms @@ ${queryOf(term)}`);
  return `SELECT best.record AS key, ARRAY[${present.join(', ')}]::text AS present
            FROM (SELECT l.record, l.terms, l.brevity * (${rankSql(terms)}) AS rank
                    FROM ${RECORD_TABLE} l
                   WHERE l.collection = '${collection}' AND l.terms @@ ${tsquery(chooseCandidates(terms, RANKED_PER_CANDIDATE * depth))} AND ${condition}
                   ORDER BY rank DESC, l.record LIMIT ${depth}) AS best
           ORDER BY best.rank DESC, best.record`;
}

/** `ts_rank` of one term is the same for all terms that occur once, and rises by less than two thirds with more. */
export function rankSql(terms: readonly AskedTerm[]): string {
  const words = [...Map.groupBy(terms, ({ word }) => word).values()];
  return words
    .map((variants) =>
      greatest(
        variants.map(
          (variant) =>
            `${(variant.weight * variant.rarity).toFixed(6)}::float8 * ts_rank(l.terms, ${queryOf(variant)})`,
        ),
      ),
    )
    .join(' + ');
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

/** The text of a `tsquery` that finds the records to rank, about `most`: all with one of the rarest terms. */
export function chooseCandidates(terms: readonly AskedTerm[], most: number): string {
  const rarestFirst = terms.toSorted((a, b) => a.records - b.records);
  let found = 0;
  const chosen = rarestFirst.filter(({ records }) => (found += records) <= most);
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
