import { searchWords } from '#libs/retrieval';

/** Words of a question by which a table or column could be known. Shorter Latin ones say little. */
const SHORTEST_LATIN = 4;
const HAN = /\p{Script=Han}/u;

/**
 * Words that readers use for something and that its names do not have, in the order of the question.
 * @param names of the thing: `schema.table.column`
 */
export function unknownWords(question: string, names: readonly string[]): string[] {
  const known = names.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const words = new Map<string, string>();
  for (const { word, position } of searchWords(question)) {
    // A Latin word comes in the plural first; the singular takes its place.
    words.set(HAN.test(word) ? word : `${position}`, word.toLowerCase());
  }
  return [...new Set(words.values())].filter(
    (word) =>
      (HAN.test(word) ? word.length > 1 : word.length >= SHORTEST_LATIN) &&
      !/^\p{N}/u.test(word) &&
      !known.some((own) => own.length > 0 && (own.includes(word) || word.includes(own))),
  );
}
