import type { ByLanguage, Language } from '#libs/language';
import type { Intent } from '../intent.js';
import { phrasesEn } from './en/phrases.js';
import { atAddresses } from './at-addresses.js';
import { Names } from './names.js';
import { written } from './written.js';
import { phrasesZh } from './zh/phrases.js';
import { isPlainZh } from './zh/plain.js';

/** Longer questions, and rows of modifiers, are not understood at the first reading. */
export function isShort(text: string, language: Language): boolean {
  return IS_SHORT[language](text);
}

const IS_SHORT: ByLanguage<(text: string) => boolean> = {
  en: (text) =>
    text.split(' ').length <= 22 && !/ of .* of .* of | of (?:\S+ ){1,3}for (?!each )(?:\S+ ){1,3}of /.test(text),
  zh: (text) => text.length <= 90 && isPlainZh(text),
};

const PHRASES: ByLanguage<(intent: Intent, names: Names) => string[]> = { en: phrasesEn, zh: phrasesZh };

/**
 * All wordings of an intent, as a person of the business would ask: questions, then commands, the keyword form last.
 * Empty when a name in it is not understood in the language, or when all are too long.
 */
export function phrases(intent: Intent, language: Language): string[] {
  const names = new Names(language, intent.subject);
  const wordings = PHRASES[language](atAddresses(intent), names).map((text) => written(text, language));
  return names.isComplete ? wordings.filter((text) => isShort(text, language)) : [];
}

/** One wording; null when a name in it is not understood. @param variant counts on through the wordings */
export function phrase(intent: Intent, language: Language, variant = 0): string | null {
  const wordings = phrases(intent, language);
  return wordings[variant % Math.max(wordings.length, 1)] ?? null;
}
