/** The languages that the product reads and writes. A language is added here; the compiler then finds every gap. */
export const LANGUAGES = ['zh', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Of texts about nothing that has a language of its own. */
export const DEFAULT_LANGUAGE: Language = 'zh';

/** Of texts for operators: messages of errors, health checks. */
export const OPERATOR_LANGUAGE: Language = 'en';

/** One value per language: a word, a list, a function that forms a sentence. */
export type ByLanguage<T> = Readonly<Record<Language, T>>;

/** The same text in every language. */
export type Text = ByLanguage<string>;

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

export function inEveryLanguage<T>(make: (language: Language) => T): ByLanguage<T> {
  const entries = LANGUAGES.map((language) => [language, make(language)] as const);
  return Object.fromEntries(entries) as Record<Language, T>;
}
