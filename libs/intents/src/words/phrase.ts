import type { ByLanguage, Language } from '#libs/language';
import type { Intent } from '../intent.js';
import { phrasesEn } from './en/phrases.js';
import { Names } from './names.js';
import { phrasesZh } from './zh/phrases.js';

const PHRASES: ByLanguage<(intent: Intent, names: Names) => string[]> = { en: phrasesEn, zh: phrasesZh };

/**
 * All wordings of an intent, as a person of the business would ask: questions, then commands, the keyword form last.
 * Empty when a name in it is not understood in the language.
 */
export function phrases(intent: Intent, language: Language): string[] {
  const names = new Names(language);
  const wordings = PHRASES[language](intent, names);
  return names.isComplete ? wordings : [];
}

/** One wording; null when a name in it is not understood. @param variant counts on through the wordings */
export function phrase(intent: Intent, language: Language, variant = 0): string | null {
  const wordings = phrases(intent, language);
  return wordings[variant % Math.max(wordings.length, 1)] ?? null;
}
