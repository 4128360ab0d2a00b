import { nameWords } from '#libs/column-concepts';
import type { Text } from '#libs/language';
import { sureChineseFor } from '#libs/lexicon';

/** Several words, or one in capitals; `PG-13` and `USA` speak for themselves. */
const IDENTIFIER = /^[A-Za-z]{2,}(_[A-Za-z]+)+$|^[a-z]{2,}(-[a-z]{2,})+$|^[A-Z]{4,}$|^[a-z]+([A-Z][a-z]+)+$/;

/** One word in capitals is a word where it is known or has the form of one; else it is the name of something: `NYSE`. */
const IN_CAPITALS = /^[A-Z]+$/;
const FORMED = /[A-Z]{2}(ED|ING)$/;

/** `SHIPPED_PARTIALLY` → `shipped partially`, with the words in both languages; null where the value is no identifier. */
export function readableCode(value: string): Text | null {
  if (!IDENTIFIER.test(value)) {
    return null;
  }
  const words = nameWords(value);
  const chinese = sureChineseFor(words);
  if (chinese === null && IN_CAPITALS.test(value) && !FORMED.test(value)) {
    return null;
  }
  return { en: words.join(' '), zh: chinese ?? words.join(' ') };
}
