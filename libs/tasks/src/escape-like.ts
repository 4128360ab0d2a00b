/** Escapes a text for a LIKE pattern, so that it matches literally. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
