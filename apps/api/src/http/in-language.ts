import { isLanguage, LANGUAGES, type Language, type Text } from '#libs/language';

/** The value with every text in one language: it is chosen when the answer is written, only then it is known. */
export function inLanguage(value: unknown, language: Language): unknown {
  if (isText(value)) {
    return value[language];
  }
  if (Array.isArray(value)) {
    return value.map((item) => inLanguage(item, language));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inLanguage(inner, language)]))
    : value;
}

function isText(value: unknown): value is Text {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return (
    entries.length === LANGUAGES.length && entries.every(([key, text]) => isLanguage(key) && typeof text === 'string')
  );
}
