import { entriesOf } from './entries.js';
import { memoized } from './memoized.js';
import { singularWord } from './inflection.js';
import { CHINESE_TERMS } from './terms/chinese-terms.js';
import { TERMS } from './terms/index.js';
import { INDUSTRY_TERMS } from './terms/industry-terms.js';

/** One English term in Chinese. */
export interface Term {
  /** The term by itself: 比率. */
  readonly chinese: string;
  /** At the end of a compound: 率 as in 税率. */
  readonly asHead: string;
  /** Before another term: 销售 as in 销售订单. */
  readonly asModifier: string;
  readonly synonyms: readonly string[];
}

const MARK = '~';

function termOf(alternatives: string): Term {
  const forms = alternatives.split(',');
  const plain = forms.filter((form) => !form.includes(MARK));
  const head = forms.find((form) => form.startsWith(MARK))?.slice(1);
  const modifier = forms.find((form) => form.endsWith(MARK))?.slice(0, -1);
  const [chinese = '', ...synonyms] = plain;
  return { chinese, asHead: head ?? chinese, asModifier: modifier ?? chinese, synonyms };
}

/** All Chinese of a term, its main form first. */
export function formsOf({ chinese, synonyms, asHead, asModifier }: Term): ReadonlySet<string> {
  return new Set([chinese, ...synonyms, asHead, asModifier]);
}

const terms = new Map<string, Term>();
const english = new Map<string, string[]>();
const vocabulary = new Set<string>();
let longestTerm = 1;
let longestChinese = 1;

function addEnglish(chinese: string, phrase: string): void {
  const known = english.get(chinese) ?? [];
  if (!known.includes(phrase)) {
    english.set(chinese, [...known, phrase]);
    longestChinese = Math.max(longestChinese, chinese.length);
  }
}

for (const [chinese, phrase] of entriesOf(CHINESE_TERMS)) {
  addEnglish(chinese, phrase);
}

for (const [phrase, alternatives] of TERMS.flatMap(entriesOf)) {
  if (!terms.has(phrase)) {
    const term = termOf(alternatives);
    const words = phrase.split(' ');
    terms.set(phrase, term);
    words.forEach((word) => vocabulary.add(word));
    longestTerm = Math.max(longestTerm, words.length);
    for (const chinese of formsOf(term)) {
      addEnglish(chinese, phrase);
    }
  }
}

// Chinese that only industries have: 停靠点 is a stop.
for (const [phrase, chinese] of INDUSTRY_TERMS.flatMap(({ terms: table }) => entriesOf(table))) {
  phrase.split(' ').forEach((word) => vocabulary.add(word));
  if (!english.has(chinese)) {
    addEnglish(chinese, phrase);
  }
}

export const LONGEST_TERM = longestTerm;
export const LONGEST_CHINESE = longestChinese;
export const TERM_COUNT = terms.size;

/** A term as it is written, else with its last word in the singular, else with all words in the singular. */
export function findTerm(words: readonly string[]): Term | undefined {
  return found(words.join(' '));
}

const found = memoized((phrase: string): Term | undefined => {
  const words = phrase.split(' ');
  const last = words.length - 1;
  return (
    terms.get(phrase) ??
    terms.get(words.map((word, at) => (at === last ? singularWord(word) : word)).join(' ')) ??
    terms.get(words.map(singularWord).join(' '))
  );
});

/** English terms for a Chinese one, the most usual first. */
export function englishFor(chinese: string): readonly string[] {
  return english.get(chinese) ?? [];
}

/** The word is part of a term. */
export function isTermWord(word: string): boolean {
  return vocabulary.has(word) || vocabulary.has(singularWord(word));
}
