import { entriesOf } from './entries.js';
import { singularWord } from './inflection.js';
import { INDUSTRY_TERMS } from './terms/industry-terms.js';

/** An industry with the words that it uses in a sense of its own. */
export interface Industry {
  /** Words of tables that are of the industry. */
  readonly markers: ReadonlySet<string>;
  /** A part of any business, such as its personnel: see {@link industryChinese}. */
  readonly isPart: boolean;
  readonly terms: ReadonlyMap<string, string>;
}

/** Markers that make an industry certain: databases of other industries have one or two of them too. */
const CERTAIN = 3;
/** With this many markers of a part, the whole business is about it. */
const WHOLE = 4;

const INDUSTRIES: readonly Industry[] = INDUSTRY_TERMS.map(({ markers, isPart = false, terms }) => ({
  markers: new Set(markers.split(' ')),
  isPart,
  terms: new Map(entriesOf(terms)),
}));

const firstWords = new Set(INDUSTRIES.flatMap(({ terms }) => [...terms.keys()].map((term) => term.split(' ')[0])));

/** A term of an industry begins with the word. */
export function isIndustryWord(word: string): boolean {
  return firstWords.has(word) || firstWords.has(singularWord(word));
}

/**
 * The industries of a database.
 * @param words of all its tables, in the singular
 */
export function industriesOf(words: ReadonlySet<string>): readonly Industry[] {
  return INDUSTRIES.flatMap((industry) => {
    const found = [...industry.markers].filter((marker) => words.has(marker)).length;
    // A part of every business is the whole of some: production of a factory, accounts of a bank.
    const isPart = industry.isPart && found < WHOLE;
    return found >= (isPart ? 1 : CERTAIN) ? [{ ...industry, isPart }] : [];
  });
}

/**
 * Chinese for a whole term as an industry uses it; undefined where the industries have no meaning of their own for it. A part
 * of a business only names tables that have one of its markers, other than in the term.
 * @param wordsOfTable words of the table and of its columns, in the singular; called only for a term of such a part
 */
export function industryChinese(
  phrase: readonly string[],
  industries: readonly Industry[],
  wordsOfTable: () => ReadonlySet<string>,
): string | undefined {
  const forms = [phrase.join(' '), [...phrase.slice(0, -1), singularWord(phrase.at(-1) ?? '')].join(' ')];
  const names = ({ isPart, markers }: Industry): boolean =>
    !isPart || [...wordsOfTable()].some((word) => markers.has(word) && !phrase.includes(word));
  for (const industry of industries) {
    const chinese = forms.map((form) => industry.terms.get(form)).find((text) => text !== undefined);
    if (chinese !== undefined && names(industry)) {
      return chinese;
    }
  }
  return undefined;
}
