import type { ByLanguage, Language } from '#libs/language';

/** A sentence, or a function that forms one of values, in every language. */
type Entry = ByLanguage<string | ((values: never) => string)>;

export type Texts = Readonly<Record<string, Entry>>;

type Values<F> = F extends (values: infer V) => string ? V : never;

/** The texts of one language: the same functions whatever the language. */
export type Spoken<T extends Texts> = {
  readonly [K in keyof T]: T[K] extends ByLanguage<string> ? string : (values: Values<T[K][Language]>) => string;
};

/** Declares the texts of one place. A text without one of the languages does not compile. */
export function defineTexts<T extends Texts>(texts: T): T {
  return texts;
}

export function inLanguage<T extends Texts>(texts: T, language: Language): Spoken<T> {
  return Object.fromEntries(Object.entries(texts).map(([key, entry]) => [key, entry[language]])) as Spoken<T>;
}

/** The text of a code that the API sends; the code itself where a newer API has one more. */
export function nameOf(names: Readonly<Record<string, string>>, code: string): string {
  return Object.hasOwn(names, code) ? (names[code] ?? code) : code;
}
