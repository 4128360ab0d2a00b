/** A text as it stands in a LIKE pattern, with nothing special in it. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
