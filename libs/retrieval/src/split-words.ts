import { BoundedMemo } from './bounded-memo.js';
import { simplify } from './simplify.js';
import { isStopWord } from './stop-words.js';
import type { WordTable } from './word-table.js';

/** Runs of one kind: a part of a camelCase or snake_case name, digits, Han, other letters. */
const RUN =
  /\p{Script=Han}+|\p{N}+|\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|(?:(?!\p{Script=Han}|\p{Lu}|\p{Ll})[\p{L}\p{M}])+/gu;
/** Names of one word whose case changes within, such as "WeChat"; most such runs are names of several words. */
const MIXED_CASE = /(?<![A-Za-z])[A-Za-z][a-z]+[A-Z][a-z]+(?![A-Za-z])/g;
/** The plural of an abbreviation, such as "IDs" and "DVDs": its last letter is no word. */
const ABBREVIATIONS = /(?<!\p{Lu})(\p{Lu}{2,20})s(?!\p{L})/gu;
const HAN = /^\p{Script=Han}/u;
const ONE_HAN = /^\p{Script=Han}$/u;
/** A determiner and a noun are two words, as in "各州". */
const DETERMINED = /^[每各哪某]\p{Script=Han}$/u;
const LATIN = /^[a-z]+$/;
/** A name is split when it has more letters than this. */
const SHORTEST_COMPOUND = 4;
/** Log probabilities of characters that are no word of the table. */
const UNKNOWN = { han: -20, latinStart: -16, latinLetter: -4 };

/** A way of writing: the longest word of the table, in UTF-16 code units, and what an unknown word of a length costs. */
interface Writing {
  readonly longest: number;
  readonly unknown: (run: string, start: number, length: number) => number;
}
const HAN_WORDS: Writing = {
  longest: 6,
  unknown: (run, start, length) =>
    length <= 2 && ONE_HAN.test(run.slice(start, start + length)) ? UNKNOWN.han : -Infinity,
};
const LATIN_WORDS: Writing = {
  longest: 20,
  unknown: (_run, _start, length) => UNKNOWN.latinStart + length * UNKNOWN.latinLetter,
};

/** Each further word of a compound costs this, and a word of two letters more: many pairs of letters are in corpora. */
const COMPOUND = { word: -2, pair: -4 };
/** Parts of names are more frequent in names than in running text; so are abbreviations. */
const NAME_PARTS = new Set(
  'id no nr num code cd name nm date dt time tm at by key type flag count status desc amount amt qty price total'.split(
    ' ',
  ),
);
const LOWEST = { namePart: -6, abbreviation: -9 };
/** Words of a longer run are not looked for; no language has such words. */
const LONGEST_RUN = 64;
const REMEMBERED_RUNS = 20_000;

/**
 * The words of a text in lower case: names split at underscores, changes of case and where words of the table are glued
 * together; Chinese, traditional characters simplified, split into words of the table by the most probable segmentation.
 */
export class WordSplitter {
  /** Names repeat within a document and among the documents of a database. */
  private readonly known = new BoundedMemo((run) => this.cut(run), REMEMBERED_RUNS);
  private readonly cased = new BoundedMemo((run) => this.joinedCase(run), REMEMBERED_RUNS);

  constructor(private readonly table: WordTable) {}

  split(text: string): string[] {
    return this.runs(text).flatMap((run) => this.wordsOfRun(run));
  }

  /** The parts of a text that are split each by itself: `wordsOfRun` of each are the words of the text. */
  runs(text: string): readonly string[] {
    return (
      text
        .normalize('NFKC')
        .replaceAll(ABBREVIATIONS, '$1')
        .replaceAll(MIXED_CASE, (run) => this.cased.get(run))
        .match(RUN) ?? []
    );
  }

  wordsOfRun(run: string): string[] {
    return this.known.get(run);
  }

  /** A word of the table if a part is a stop word, which names of several words hardly have. */
  private joinedCase(run: string): string {
    const word = run.toLowerCase();
    const parts = run.match(RUN) ?? [];
    return this.table.has(word) && parts.some((part) => isStopWord(part.toLowerCase())) ? word : run;
  }

  private cut(run: string): string[] {
    if (HAN.test(run)) {
      return this.mostProbable(simplify(run), HAN_WORDS, (word) => this.hanCost(word));
    }
    const word = run.toLowerCase();
    const isWhole = word.length < SHORTEST_COMPOUND || word.length > LONGEST_RUN || !LATIN.test(word);
    if (isWhole || this.table.has(word)) {
      return [word];
    }
    return this.mostProbable(word, LATIN_WORDS, (part) => this.latinCost(part));
  }

  /** Undefined for what is no word of the table. */
  private hanCost(word: string): number | undefined {
    return DETERMINED.test(word) && !isStopWord(word) ? -Infinity : this.table.logFrequency(word);
  }

  private latinCost(part: string): number | undefined {
    const known = part.length > 1 ? this.table.logFrequency(part) : undefined;
    if (known === undefined) {
      return undefined;
    }
    if (NAME_PARTS.has(part)) {
      return Math.max(known, LOWEST.namePart) + COMPOUND.word;
    }
    if (this.table.equivalentsOf(part).length > 0) {
      return Math.max(known, LOWEST.abbreviation) + COMPOUND.word;
    }
    return known + COMPOUND.word + (part.length === 2 ? COMPOUND.pair : 0);
  }

  /** Viterbi over all ways to cut the run (as jieba does for Chinese). Only what can be a word is looked up. */
  private mostProbable(
    run: string,
    { longest, unknown }: Writing,
    costOf: (word: string) => number | undefined,
  ): string[] {
    const best = new Float64Array(run.length + 1).fill(-Infinity);
    const from = new Int32Array(run.length + 1);
    best[0] = 0;
    for (let start = 0; start < run.length; start++) {
      const most = Math.min(longest, run.length - start);
      const known = this.table.longestWordAt(run, start, most);
      for (let length = 1; length <= most; length++) {
        const end = start + length;
        const word = length <= known ? costOf(run.slice(start, end)) : undefined;
        const total = (best[start] ?? 0) + (word ?? unknown(run, start, length));
        if (total > (best[end] ?? 0)) {
          best[end] = total;
          from[end] = start;
        }
      }
    }
    const words: string[] = [];
    for (let end = run.length; end > 0; end = from[end] ?? 0) {
      words.push(run.slice(from[end], end));
    }
    return words.reverse();
  }
}
