import { isKnownWord } from './vocabulary.js';

/** Heads that a glued name may end in although its beginning is unknown: `sbtxamount`. */
const SAFE_ENDINGS =
  /^(.{2,}?)(transaction|description|customer|employee|supplier|patient|student|product|invoice|payment|account|member|client|order|user|datetime|quantity|currency|address|number|amount|status|country|balance|symbol|email|phone|price|total|title|date|name|code|flag|type|city|time|year|text|cost|guid|pct|qty|amt)\d*$/;
const SHORT_WORDS = new Set(['id', 'no', 'dt', 'ts', 'tx', 'is', 'in', 'on', 'of', 'by', 'to', 'up', 'at', 'ip']);
const LONGEST_WORD = 16;

/** `purchaseorderheader` → purchase, order, header. A word that is not all known words stays whole. */
export function splitGlued(word: string): string[] {
  if (word.length < 5 || isKnownWord(word) || !/^[a-z]+\d*$/.test(word)) {
    return [word];
  }
  const letters = word.replace(/\d+$/, '');
  const parts = segments(letters) ?? endingOf(letters) ?? [letters];
  const [last = '', ...before] = parts.toReversed();
  return [...before.toReversed(), `${last}${word.slice(letters.length)}`];
}

function endingOf(letters: string): string[] | null {
  const [, rest, head] = SAFE_ENDINGS.exec(letters) ?? [];
  return rest !== undefined && head !== undefined ? [...(segments(rest) ?? [rest]), head] : null;
}

interface Best {
  readonly cost: number;
  readonly words: readonly string[];
}

/** The fewest known words that make up the text; null where there are none. */
function segments(text: string): string[] | null {
  const best: (Best | undefined)[] = [{ cost: 0, words: [] }];
  for (let end = 1; end <= text.length; end += 1) {
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start += 1) {
      const before = best[start];
      const word = text.slice(start, end);
      if (before && isWordPart(word)) {
        const cost = before.cost + (word.length < 3 ? 1.6 : word.length < 4 ? 1.3 : 1);
        if (cost < (best[end]?.cost ?? Infinity)) {
          best[end] = { cost, words: [...before.words, word] };
        }
      }
    }
  }
  const found = best[text.length];
  return found && found.words.length <= 6 ? [...found.words] : null;
}

function isWordPart(word: string): boolean {
  return word.length >= 3 ? isKnownWord(word) : SHORT_WORDS.has(word);
}
