/** What an entry takes besides its text, in characters. */
const ENTRY = 50;

/**
 * A function of a text that keeps its answers: the tables and pairs of a store are in the contexts of many questions.
 * It forgets those that were not asked for longest.
 * @param characters of the texts whose answers are kept
 */
export function rememberTexts<A>(answerTo: (text: string) => A, characters: number): (text: string) => A {
  const answers = new Map<string, A>();
  let left = characters;
  return (text) => {
    const isKnown = answers.has(text);
    const answer = isKnown ? (answers.get(text) as A) : answerTo(text);
    answers.delete(text);
    answers.set(text, answer);
    left -= isKnown ? 0 : text.length + ENTRY;
    for (const oldest of left < 0 ? answers.keys() : []) {
      answers.delete(oldest);
      left += oldest.length + ENTRY;
      if (left >= 0) {
        break;
      }
    }
    return answer;
  };
}
