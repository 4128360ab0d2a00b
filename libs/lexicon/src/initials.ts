/** `cc`, `sp`: what it stands for cannot be told from the letters. */
export function areInitials(word: string): boolean {
  return /^(?:[a-z]{1,2}|[^aeiouy\d]{3})$/.test(word);
}

/**
 * The words behind initials, as a column of the table has them: credit, card for `cc` with `credit_card_id`. None where no
 * column has them: then the letters stay as they are.
 * @param columns words of each column
 */
export function wordsOfInitials(initials: string, columns: readonly (readonly string[])[]): readonly string[] {
  const subjects = columns.flatMap((words) => (words.at(-1) === 'id' ? [words.slice(0, -1)] : []));
  return (
    subjects.find(
      (words) => words.length === initials.length && words.map((word) => word.charAt(0)).join('') === initials,
    ) ?? []
  );
}
