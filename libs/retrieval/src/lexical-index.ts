import MiniSearch from 'minisearch';
import { NearWords } from './near-words.js';
import { WordSplitter } from './split-words.js';
import { isStopWord } from './stop-words.js';
import { singularOf } from './word-features.js';
import { builtInTable, type WordTable } from './word-table.js';

export interface IndexedText {
  readonly id: string;
  readonly text: string;
}

export interface LexicalHit {
  readonly id: string;
  /** BM25 score: comparable within one search only. */
  readonly score: number;
  /** Share of the words of the question that the text has, between 0 and 1; a translation counts in part. */
  readonly coverage: number;
  /** The words of the question that were found, as the question has them. */
  readonly words: readonly string[];
}

interface Term {
  /** Position of the word in the question that the term belongs to. */
  readonly word: number;
  readonly term: string;
  readonly weight: number;
}

/** A dictionary's word may be the wrong one, so that it counts less than the same word. */
const EQUIVALENT_WEIGHT = 0.8;
const NUMBER = /^\p{N}+$/u;

/**
 * BM25 over words: names split into their words, Chinese segmented, plurals reduced, stop words of both languages left
 * out. A question also finds the English equivalents of its Chinese words and abbreviations; a word that no text has is
 * replaced by the nearest words that texts have.
 */
export class LexicalIndex {
  private readonly index: MiniSearch<IndexedText>;
  private readonly splitter: WordSplitter;
  private readonly vocabulary = new Set<string>();
  /** Made by the first question that needs it. */
  private nearWords: NearWords | null = null;

  constructor(
    texts: readonly IndexedText[],
    private readonly table: WordTable = builtInTable(),
  ) {
    this.splitter = new WordSplitter(table);
    this.index = new MiniSearch({
      fields: ['text'],
      tokenize: (text) => this.termsOf(text),
      processTerm: (term) => {
        this.vocabulary.add(term);
        return term;
      },
    });
    this.index.addAll(texts);
  }

  /** @returns the best texts that share a word with the question, the best first */
  search(question: string, limit: number): LexicalHit[] {
    const asked = [...new Set(this.termsOf(question))];
    const terms = asked.flatMap((term, word) => this.variantsOf(term, word));
    const hits = this.index.search(question, {
      tokenize: () => terms.map(({ term }) => term),
      processTerm: (term) => term,
      boostTerm: (_term, place) => terms[place]?.weight ?? 0,
    });
    return hits.slice(0, limit).map(({ id, score, queryTerms }) => {
      const matched = new Set(queryTerms);
      const weights = new Float64Array(asked.length);
      for (const { term, word, weight } of terms) {
        weights[word] = Math.max(weights[word] ?? 0, matched.has(term) ? weight : 0);
      }
      const coverage = weights.reduce((sum, weight) => sum + weight, 0) / asked.length;
      return { id: String(id), score, coverage, words: asked.filter((_word, at) => (weights[at] ?? 0) > 0) };
    });
  }

  private termsOf(text: string): string[] {
    return this.splitter
      .split(text)
      .filter((word) => !isStopWord(word) && !NUMBER.test(word))
      .map((word) => singularOf(word, this.table));
  }

  private variantsOf(term: string, word: number): Term[] {
    const equivalents = this.table.equivalentsOf(term).map(({ word: other, share }) => ({
      word,
      term: singularOf(other, this.table),
      weight: EQUIVALENT_WEIGHT * Math.sqrt(share),
    }));
    const exact = [{ word, term, weight: 1 }, ...equivalents];
    return exact.some((variant) => this.vocabulary.has(variant.term)) ? exact : this.nearestTo(term, word);
  }

  private nearestTo(term: string, word: number): Term[] {
    this.nearWords ??= new NearWords(this.vocabulary, this.table);
    return this.nearWords.of(term).map((near) => ({ word, term: near.word, weight: near.similarity ** 2 }));
  }
}
