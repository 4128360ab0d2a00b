import { WordSplitter } from './split-words.js';
import { isStopWord } from './stop-words.js';
import { singularOf } from './word-features.js';
import { builtInTable } from './word-table.js';

/** A word of a text, and its place among the words, from 1. */
export interface PlacedWord {
  readonly word: string;
  readonly position: number;
}

/** What the parser of PostgreSQL takes for one token; it splits at underscores and never within Chinese. */
const TOKEN = /[\p{L}\p{M}\p{N}]+/gu;
const HAN = /\p{Script=Han}/u;

let splitter: WordSplitter | null = null;

/**
 * The words that a full-text index has of a text, in lower case and without stop words: each word, also in the singular;
 * two Chinese words next to each other, because others may take them for one; and a compound name as a whole.
 */
export function* searchWords(text: string): Generator<PlacedWord> {
  const table = builtInTable();
  splitter ??= new WordSplitter(table);
  let position = 0;
  for (const token of text.normalize('NFKC').match(TOKEN) ?? []) {
    const parts = splitter.split(token);
    let before = '';
    for (const part of parts) {
      position++;
      if (isStopWord(part)) {
        before = '';
        continue;
      }
      yield { word: part, position };
      const singular = singularOf(part, table);
      if (singular !== part) {
        yield { word: singular, position };
      }
      if (before !== '') {
        yield { word: before + part, position };
      }
      before = HAN.test(part) ? part : '';
    }
    if (parts.length > 1 && !HAN.test(token)) {
      yield { word: token.toLowerCase(), position };
    }
  }
}
