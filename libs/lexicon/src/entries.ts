/** A table of terms, `a=b|c=d` in one or more lines, as pairs. */
export function entriesOf(table: string): (readonly [string, string])[] {
  return table
    .split(/[|\n]/)
    .filter(Boolean)
    .map((entry) => {
      const [term = '', meaning = ''] = entry.split('=');
      return [term, meaning];
    });
}
