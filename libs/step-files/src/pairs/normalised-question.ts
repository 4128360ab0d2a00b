/** Two questions that differ in case, blanks, punctuation or full-width forms only are one. */
export function normalisedQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>=+-]+/gu, '');
}
