import type pg from 'pg';
import { builtInTerms, type TermVariant } from '#libs/retrieval';
import { TERM_TABLE } from '../lexical/lexical-tables.js';
import type { Collection } from '../vector-record.js';

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

/** A question in the terms of each collection; a word that no record has, nor anything near it, has none. */
export interface AskedTerms {
  readonly words: readonly string[];
  readonly byCollection: ReadonlyMap<Collection, readonly AskedTerm[]>;
}

/** Of a long text, which is no question, the first words are asked. */
const MOST_WORDS = 48;
/** Words that mean nearly the same, of those that the store has. */
const MOST_NEAR = 8;

/** Finds the terms of the store for a question: its words, their translations or, where there are none, near words. */
export async function askTerms(
  client: pg.ClientBase,
  question: string,
  collections: readonly Collection[],
): Promise<AskedTerms> {
  const lexicon = builtInTerms();
  const words = lexicon.ask(question).slice(0, MOST_WORDS);
  const variants = words.map((word) => lexicon.variantsOf(word));
  const counts = new TermCounts();
  await counts.read(client, collections, ['', ...variants.flat().map(({ term }) => term)]);
  const isKnown = (collection: Collection, terms: readonly TermVariant[] | undefined): boolean =>
    terms?.some(({ term }) => counts.of(collection, term) > 0) ?? false;
  const near = new Map<number, TermVariant[]>();
  words.forEach((word, at) => {
    if (collections.some((collection) => counts.of(collection, '') > 0 && !isKnown(collection, variants[at]))) {
      near.set(at, lexicon.nearTo(word));
    }
  });
  await counts.read(
    client,
    collections,
    [...near.values()].flat().map(({ term }) => term),
  );
  const termsIn = (collection: Collection): AskedTerm[] =>
    words.flatMap((_word, at) => {
      const known = (terms: readonly TermVariant[] = []) => terms.filter(({ term }) => counts.of(collection, term) > 0);
      const exact = known(variants[at]);
      return (exact.length > 0 ? exact : known(near.get(at)).slice(0, MOST_NEAR)).map((variant) => {
        const records = counts.of(collection, variant.term);
        return { ...variant, word: at, records, rarity: rarityOf(records, counts.of(collection, '')) };
      });
    });
  return { words, byCollection: new Map(collections.map((collection) => [collection, termsIn(collection)])) };
}

class TermCounts {
  private readonly counts = new Map<string, number>();

  async read(client: pg.ClientBase, collections: readonly Collection[], terms: readonly string[]): Promise<void> {
    if (terms.length === 0) {
      return;
    }
    const { rows } = await client.query<{ collection: Collection; term: string; records: string }>(
      `SELECT collection, term, records FROM ${TERM_TABLE} WHERE collection = ANY ($1) AND term = ANY ($2)`,
      [collections, [...new Set(terms)]],
    );
    rows.forEach(({ collection, term, records }) => this.counts.set(`${collection} ${term}`, Number(records)));
  }

  /** @param term empty: all records */
  of(collection: Collection, term: string): number {
    return this.counts.get(`${collection} ${term}`) ?? 0;
  }
}

function rarityOf(records: number, all: number): number {
  return Math.log(1 + (Math.max(all - records, 0) + 0.5) / (records + 0.5));
}
