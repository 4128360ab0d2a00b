const MAX_LENGTH = 60;

/** Control characters, line separators and characters that turn the direction of the text. */
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const SEPARATORS = /[,，、;；]/;
/** An array, JSON, a range, a point: its own ends delimit it. */
const BRACKETED = /^(\{.*\}|\[.*[\])]|\(.*[\])])$/s;

/**
 * A value as an element of a list: a SQL literal where it is empty, has blanks at its ends or holds what separates the
 * elements.
 */
export function listedValue(value: string, maxLength = MAX_LENGTH): string {
  const shown = displayValue(value, maxLength);
  const isClear = value !== '' && value === value.trim() && (!SEPARATORS.test(shown) || BRACKETED.test(value));
  return isClear ? shown : `'${shown.replaceAll("'", "''")}'`;
}

/** A value on one line for people to read: invisible characters made visible, cut with `…` (in code points). */
export function displayValue(value: string, maxLength = MAX_LENGTH): string {
  const head = [...value.slice(0, maxLength * 2 + 2)];
  const cut = head.length > maxLength ? `${head.slice(0, maxLength - 1).join('')}…` : head.join('');
  return cut.replace(
    INVISIBLE,
    (character) => NAMED[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
