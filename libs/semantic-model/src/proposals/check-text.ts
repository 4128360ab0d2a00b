import { LANGUAGES, type ByLanguage, type Language } from '#libs/language';
import { languageOfText } from '../file/texts.js';
import type { Name } from '../model.js';
import { plain } from './plain.js';
import type { Judged, RefusalReason } from './refusal.js';
import type { TakenNames } from './spoken-names.js';

export interface GivenTexts {
  readonly en?: string | undefined;
  readonly zh?: string | undefined;
}

/** Characters. */
type Limits = ByLanguage<number>;

export const NAME_LIMITS: Limits = { en: 40, zh: 14 };
export const MEANING_LIMITS: Limits = { en: 60, zh: 24 };

/** @param identifier of which the text must not be a copy */
export function textProblem(
  text: string,
  language: Language,
  limits: Limits,
  identifier: string | null,
): RefusalReason | null {
  if (text.trim() === '' || /[\p{Cc}\p{Cf}.。;；:：!！?？"“”<>{}[\]|`]/u.test(text)) {
    return 'form';
  }
  if (!FITS[language](text)) {
    return 'language';
  }
  if ([...text].length > limits[language]) {
    return 'length';
  }
  return text.includes('_') || (identifier !== null && plain(text) === plain(identifier)) ? 'echo' : null;
}

/** Abbreviations such as `GMV` are Chinese too; words are not. */
const FITS: ByLanguage<(text: string) => boolean> = {
  zh: (text) => /\p{Script=Han}/u.test(text) && isOf(text, /[\p{Script=Han}A-Z]/u) && !/[a-z]{3,}/.test(text),
  en: (text) => /\p{Script=Latin}/u.test(text) && isOf(text, /\p{Script=Latin}/u),
};

function isOf(text: string, letters: RegExp): boolean {
  return [...text].every(
    (character) => !/\p{L}/u.test(character) || letters.test(character) || /[a-z]/.test(character),
  );
}

/** Names for the languages in which none is known. A name that repeats the known one is passed over. */
export function judgeName(
  given: GivenTexts | undefined,
  name: ByLanguage<Name>,
  context: NameContext,
): Judged<GivenTexts | undefined> {
  const refused: RefusalReason[] = [];
  const entries: [Language, string][] = [];
  for (const language of LANGUAGES) {
    const text = given?.[language]?.trim();
    const before = name[language];
    if (text && !(before.known && plain(text) === plain(before.text))) {
      const problem = nameProblem(text, language, before.known, context);
      if (problem === null) {
        entries.push([language, text]);
      } else {
        refused.push(problem);
      }
    }
  }
  return { taken: entries.length > 0 ? Object.fromEntries(entries) : undefined, refused };
}

export interface NameContext {
  readonly identifier: string;
  readonly byPerson: boolean;
  /** Names of its siblings. */
  readonly others: TakenNames;
}

function nameProblem(
  text: string,
  language: Language,
  isKnown: boolean,
  { identifier, byPerson, others }: NameContext,
): RefusalReason | null {
  if (byPerson) {
    return 'person';
  }
  if (isKnown) {
    return 'known';
  }
  return textProblem(text, language, NAME_LIMITS, identifier) ?? (others.has(plain(text)) ? 'ambiguous' : null);
}

const MAX_SYNONYMS = 5;

/** The language of a synonym is that of its letters. */
export function judgeSynonyms(
  given: readonly string[],
  name: ByLanguage<Name>,
  { identifier, byPerson, others }: NameContext,
): Judged<string[]> {
  const refused: RefusalReason[] = [];
  const taken = new Map<string, string>();
  const known = new Set(LANGUAGES.flatMap((language) => [name[language].text, ...name[language].synonyms].map(plain)));
  for (const text of given.map((synonym) => synonym.trim())) {
    const mark = plain(text);
    if (!known.has(mark) && !taken.has(mark)) {
      const problem = byPerson
        ? 'person'
        : (textProblem(text, languageOfText(text), NAME_LIMITS, identifier) ?? (others.has(mark) ? 'ambiguous' : null));
      if (problem === null) {
        taken.set(mark, text);
      } else {
        refused.push(problem);
      }
    }
  }
  return { taken: [...taken.values()].slice(0, MAX_SYNONYMS), refused };
}

/** A phrase in at least one of the languages. */
export function judgePhrase(given: GivenTexts, repeated: string | null): Judged<GivenTexts | null> {
  const refused: RefusalReason[] = [];
  const entries: [Language, string][] = [];
  for (const language of LANGUAGES) {
    const text = given[language]?.trim();
    const problem = text ? textProblem(text, language, MEANING_LIMITS, repeated) : null;
    if (problem !== null) {
      refused.push(problem);
    } else if (text) {
      entries.push([language, text]);
    }
  }
  return { taken: entries.length > 0 ? Object.fromEntries(entries) : null, refused };
}
