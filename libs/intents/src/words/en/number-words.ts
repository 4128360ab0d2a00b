const WORDS = 'zero one two three four five six seven eight nine ten'.split(' ');

/** Small numbers are written as words. */
export function numberWord(number: number): string {
  return WORDS[number] ?? String(number);
}
