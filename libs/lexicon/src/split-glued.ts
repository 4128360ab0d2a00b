import { isAbbreviation } from './abbreviations.js';
import { isTermWord } from './dictionary.js';

const LONGEST_WORD = 18;
const SHORT_WORDS = new Set([
  'id',
  'no',
  'dt',
  'ts',
  'tx',
  'is',
  'in',
  'on',
  'of',
  'by',
  'to',
  'up',
  'or',
  'at',
  'ip',
  'cd',
  'nm',
]);

/** `reportable` is no `rep or table`. */
function isAdjective(word: string): boolean {
  const [, stem = ''] = /^([a-z]{3,})[ai]ble$/.exec(word) ?? [];
  return stem !== '' && [stem, `${stem}e`].some(isTermWord);
}

/** `mapper` is no `map per`, `scanner` no `scan ner`. */
function isAgent(word: string): boolean {
  const [, stem = ''] = /^([a-z]{3,})[eo]r$/.exec(word) ?? [];
  return stem !== '' && [stem, `${stem}e`, stem.replace(/(.)\1$/, '$1')].some(isTermWord);
}

interface Way {
  readonly cost: number;
  readonly words: readonly string[];
}

/**
 * Splits names without separators: `purchaseorderheader` → purchase, order, header. The words of the schema itself count
 * first, then those of the lexicon.
 */
export class GluedNames {
  private readonly memo = new Map<string, readonly string[]>();

  constructor(private readonly schemaWords: ReadonlySet<string>) {}

  split(word: string): readonly string[] {
    const known = this.memo.get(word);
    if (known) {
      return known;
    }
    const words = this.parts(word);
    this.memo.set(word, words);
    return words;
  }

  private parts(word: string): readonly string[] {
    if (isTermWord(word) || isAdjective(word) || isAgent(word)) {
      return [word];
    }
    const [, letters = '', digits = ''] = /^([a-z]+)(\d*)$/.exec(word) ?? [];
    if (letters === '') {
      return [word];
    }
    const tail = digits === '' ? [] : [digits];
    const isWhole = letters.length < 5 || letters.length > 63 || isTermWord(letters) || isAbbreviation(letters);
    return [...(isWhole ? [letters] : (this.segments(letters) ?? [letters])), ...tail];
  }

  /** The cheapest words that make up the text; null where there are none. */
  private segments(text: string): readonly string[] | null {
    const best: (Way | undefined)[] = [{ cost: 0, words: [] }];
    for (let end = 1; end <= text.length; end += 1) {
      for (let start = Math.max(0, end - LONGEST_WORD); start < end; start += 1) {
        const before = best[start];
        const cost = before === undefined ? Infinity : before.cost + this.cost(text.slice(start, end));
        if (before && cost < (best[end]?.cost ?? Infinity)) {
          best[end] = { cost, words: [...before.words, text.slice(start, end)] };
        }
      }
    }
    const found = best[text.length];
    return found && found.words.length > 1 && found.words.length <= 6 ? found.words : null;
  }

  private cost(word: string): number {
    const isKnown =
      word.length < 3
        ? SHORT_WORDS.has(word)
        : word === 'with' || isTermWord(word) || isAbbreviation(word) || this.schemaWords.has(word);
    if (!isKnown) {
      return Infinity;
    }
    const length = word.length < 3 ? 1.7 : word.length === 3 ? 1.35 : 1;
    return this.schemaWords.has(word) ? length * 0.9 : length;
  }
}
