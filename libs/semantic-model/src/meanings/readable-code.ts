import { nameWords } from '#libs/column-concepts';
import type { Text } from '#libs/language';
import { spokenWords } from '../names/stand-in.js';

/** `SHIPPED_PARTIALLY` → `shipped partially`, with the words in both languages; null where the value is no identifier. */
export function readableCode(value: string): Text | null {
  const isIdentifier = /^[A-Za-z][a-z]*([_-][A-Za-z0-9]+)+$|^[A-Z]{2,}([_-][A-Z0-9]+)*$|^[a-z]+([A-Z][a-z]+)+$/.test(
    value,
  );
  if (!isIdentifier || /^[A-Z]{2,3}$/.test(value)) {
    return null;
  }
  const words = nameWords(value);
  return { en: words.join(' '), zh: spokenWords(words) ?? words.join(' ') };
}
