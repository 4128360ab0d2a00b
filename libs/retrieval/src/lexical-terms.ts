import { BoundedMemo } from './bounded-memo.js';
import { businessSynonyms } from './business-synonyms.js';
import { NearestWords } from './nearest-words.js';
import { WordSplitter } from './split-words.js';
import { isStopWord } from './stop-words.js';
import { singularOf } from './word-features.js';
import { builtInTable, type WordTable } from './word-table.js';

/** A term that stands for a word of a question, and how much it counts, 0..1. */
export interface TermVariant {
  readonly term: string;
  readonly weight: number;
}

/** A dictionary's word may be the wrong one, so that it counts less than the same word. */
const EQUIVALENT_WEIGHT = 0.8;
/** A synonym stands for the word in most businesses. */
const SYNONYM_WEIGHT = 0.7;
const NUMBER = /^\p{N}+$/u;
/** Longer runs of letters are no words: keys, hashes, encoded data. */
const LONGEST_TERM = 64;
const REMEMBERED_RUNS = 20_000;

/**
 * The terms by which texts and questions meet: names split into their words, Chinese segmented, traditional characters
 * simplified, plurals reduced, numbers and stop words of both languages left out.
 */
export class LexicalTerms {
  private readonly splitter: WordSplitter;
  private readonly nearest: NearestWords;
  /** Names and words repeat within a text and among texts. */
  private readonly known = new BoundedMemo((run) => this.termsOfRun(run), REMEMBERED_RUNS);

  constructor(private readonly table: WordTable = builtInTable()) {
    this.splitter = new WordSplitter(table);
    this.nearest = new NearestWords(table);
  }

  /** Each term of a text with the number of times that it occurs. */
  count(text: string): Map<string, number> {
    const counts = new Map<string, number>();
    for (const term of this.termsOf(text)) {
      counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    return counts;
  }

  /** The different terms of a question, in their order. */
  ask(question: string): string[] {
    return [...new Set(this.termsOf(question))];
  }

  /** The term itself and, for a Chinese word or an abbreviation, its English equivalents. */
  variantsOf(term: string): TermVariant[] {
    const equivalents = this.table.equivalentsOf(term).map(({ word, share }) => ({
      term: singularOf(word, this.table),
      weight: EQUIVALENT_WEIGHT * Math.sqrt(share),
    }));
    return [{ term, weight: 1 }, ...equivalents.filter((other) => other.term !== term)];
  }

  /** Terms that mean nearly the same, the nearest first: for a term of which no text has a variant. */
  nearTo(term: string): TermVariant[] {
    const synonyms = businessSynonyms(term);
    const near = this.nearest.of(term).filter(({ word }) => !synonyms.includes(word));
    return [
      ...synonyms.map((synonym) => ({ term: synonym, weight: SYNONYM_WEIGHT })),
      ...near.map(({ word, similarity }) => ({ term: word, weight: similarity ** 2 })),
    ].toSorted((a, b) => b.weight - a.weight);
  }

  private termsOf(text: string): string[] {
    return this.splitter.runs(text).flatMap((run) => this.known.get(run));
  }

  private termsOfRun(run: string): string[] {
    return this.splitter
      .wordsOfRun(run)
      .filter((word) => word.length <= LONGEST_TERM && !isStopWord(word) && !NUMBER.test(word))
      .map((word) => singularOf(word, this.table));
  }
}

let shared: LexicalTerms | undefined;

/** With the built-in table, made when it is first needed in a process. */
export function builtInTerms(): LexicalTerms {
  shared ??= new LexicalTerms();
  return shared;
}
