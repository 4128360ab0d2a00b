import { z } from 'zod';
import { inEveryLanguage, LANGUAGES, type ByLanguage, type Language, type Text } from '#libs/language';

const line = z.string().trim().min(1).max(400);
/** Numbers and truth values that a person left unquoted. */
export const scalar = z.union([line, z.number().transform(String), z.boolean().transform(String)]);

/** `order`, or `{en: order, zh: 订单}` */
export const textSchema = z.union([scalar, z.partialRecord(z.enum(LANGUAGES), scalar.nullable())]);
export type GivenText = z.output<typeof textSchema>;

/** One list, or one for each language. */
export const listSchema = z.union([z.array(scalar), z.partialRecord(z.enum(LANGUAGES), z.array(scalar).nullable())]);
export type GivenList = z.output<typeof listSchema>;

/** A bare text is of the language that its letters are of. */
export function languageOfText(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh' : 'en';
}

/** The text of each language that the file names. */
export function namedTexts(given: GivenText): Partial<ByLanguage<string>> {
  return typeof given === 'string' ? { [languageOfText(given)]: given } : withoutNulls(given);
}

/** A text that holds in every language: a bare one, or the one of the other language where one is missing. */
export function wholeText(given: GivenText): Text | null {
  const texts = typeof given === 'string' ? {} : withoutNulls(given);
  const any = typeof given === 'string' ? given : LANGUAGES.map((language) => texts[language]).find(Boolean);
  return any === undefined ? null : inEveryLanguage((language) => texts[language] ?? any);
}

export function namedLists(given: GivenList): ByLanguage<readonly string[]> {
  return inEveryLanguage((language) =>
    'at' in given ? given.filter((text) => languageOfText(text) === language) : (given[language] ?? []),
  );
}

/** As short as it can be: one text where the languages agree. */
export function plainText(text: Text): string | Text {
  const [first = '', ...others] = LANGUAGES.map((language) => text[language]);
  return others.every((other) => other === first) ? first : inEveryLanguage((language) => text[language]);
}

function withoutNulls(texts: Partial<Record<Language, string | null | undefined>>): Partial<Record<Language, string>> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== null && text !== undefined));
}
