/** What the pair file holds, and what we remember of how it came about. */
export interface GeneratedPair {
  readonly question: string;
  /** One statement, closed with a semicolon. */
  readonly sql: string;
  readonly kind: string;
}

/** Two questions that differ in case, blanks or punctuation only are one. */
export function normalisedQuestion(question: string): string {
  return question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%<>=+-]+/gu, '');
}

/** The statement with exactly one semicolon at its end; nothing inside is touched. */
export function closed(sql: string): string {
  const text = sql.trim().replace(/(\s*;)+$/, '');
  // A comment at the end would swallow the semicolon.
  return /--[^\n]*$/.test(text) ? `${text}\n;` : `${text};`;
}
