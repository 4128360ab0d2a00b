import { isLanguage, type ByLanguage, type Language } from '#libs/language';

const BOTH: ByLanguage<string> = { zh: '；', en: '; ' };
/** Codes of a value that are shown in a line. */
const SHOWN = 8;

/** The value of a statement as a line of text. @param words of values that are words of the product */
export function statementText(
  key: string,
  value: unknown,
  words: Readonly<Record<string, string>>,
  language: Language,
): string {
  if (Array.isArray(value)) {
    return value.map((item) => statementText(key, item, words, language)).join(', ');
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value);
    const isTexts = entries.length > 0 && entries.every(([name]) => isLanguage(name));
    if (isTexts) {
      const lines = entries.map(([, text]) => statementText(key, text, {}, language)).filter((text) => text !== '');
      return [...new Set(lines)].join(' / ');
    }
    if (key === 'soft_delete') {
      return entries.map(([, part]) => statementText(key, part, {}, language)).join(' ');
    }
    const parts = entries.map(([name, item]) => {
      const text = statementText(key, item, {}, language);
      return key === 'values' ? (text === '' ? name : `${name} = ${text}`) : text;
    });
    const shown = parts.slice(0, SHOWN).join(BOTH[language]);
    return parts.length > SHOWN ? `${shown}${BOTH[language]}…` : shown;
  }
  const text =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
  return words[text] ?? text;
}
