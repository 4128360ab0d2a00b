import type pg from 'pg';
import { builtInTerms, type TermVariant } from '#libs/retrieval';
import type { Collection } from '../vector-record.js';
import { readCounts, type TermCounts } from './term-counts.js';

/** A term of the store that stands for a word of the question. */
export interface AskedTerm {
  readonly term: string;
  /** Position of the word in the question. */
  readonly word: number;
  /** How well the term stands for the word, 0..1. */
  readonly weight: number;
  /** Records of the collection that have the term. */
  readonly records: number;
  /** The rarer the term, the more it tells: BM25's logarithm. */
  readonly rarity: number;
}

/** The words of a question, each with the terms that stand for it. */
export interface AskedWords {
  readonly words: readonly string[];
  readonly variants: readonly (readonly TermVariant[])[];
}

/** Of a long text, which is no question, the first words are asked. */
const MOST_WORDS = 48;
/** Words that mean nearly the same, of those that the store has. */
const MOST_NEAR = 8;
/** Words of a question, the first, for which near ones are looked for: each takes some 14 ms of the process, once. */
const MOST_UNKNOWN = 8;

/** Words of the question with their translations. */
export function askWords(question: string): AskedWords {
  const words = builtInTerms().ask(question).slice(0, MOST_WORDS);
  return { words, variants: words.map((word) => builtInTerms().variantsOf(word)) };
}

/**
 * The terms that each collection has for a question: its words, their translations or, where there are none, words of
 * nearly the same meaning. A word for which a collection has nothing has no term.
 */
export async function askTerms(
  client: pg.ClientBase,
  { words, variants }: AskedWords,
  counts: TermCounts,
  collections: readonly Collection[],
): Promise<ReadonlyMap<Collection, readonly AskedTerm[]>> {
  const known = (collection: Collection, terms: readonly TermVariant[] = []): TermVariant[] =>
    terms.filter(({ term }) => counts.of(collection, term) > 0);
  const near = new Map<number, TermVariant[]>();
  words.forEach((word, at) => {
    const isMissing = (collection: Collection): boolean =>
      counts.of(collection, '') > 0 && known(collection, variants[at]).length === 0;
    if (near.size < MOST_UNKNOWN && collections.some(isMissing)) {
      near.set(at, builtInTerms().nearTo(word));
    }
  });
  await readCounts(
    client,
    counts,
    [...near.values()].flat().map(({ term }) => term),
  );
  const termsIn = (collection: Collection): AskedTerm[] =>
    words.flatMap((_word, at) => {
      const exact = known(collection, variants[at]);
      const terms = exact.length > 0 ? exact : known(collection, near.get(at)).slice(0, MOST_NEAR);
      return terms.map((variant) => {
        const records = counts.of(collection, variant.term);
        return { ...variant, word: at, records, rarity: rarityOf(records, counts.of(collection, '')) };
      });
    });
  return new Map(collections.map((collection) => [collection, termsIn(collection)]));
}

function rarityOf(records: number, all: number): number {
  return Math.log(1 + (Math.max(all - records, 0) + 0.5) / (records + 0.5));
}
