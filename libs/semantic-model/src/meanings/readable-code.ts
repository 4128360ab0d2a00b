import { nameWords } from '#libs/column-concepts';
import type { Text } from '#libs/language';
import { chineseFor } from '#libs/lexicon';

/** Several words, or one in capitals; `PG-13` and `USA` speak for themselves. */
const IDENTIFIER = /^[A-Za-z]{2,}(_[A-Za-z]+)+$|^[a-z]{2,}(-[a-z]{2,})+$|^[A-Z]{4,}$|^[a-z]+([A-Z][a-z]+)+$/;

/** `SHIPPED_PARTIALLY` → `shipped partially`, with the words in both languages; null where the value is no identifier. */
export function readableCode(value: string): Text | null {
  if (!IDENTIFIER.test(value)) {
    return null;
  }
  const words = nameWords(value);
  return { en: words.join(' '), zh: chineseFor(words) ?? words.join(' ') };
}
