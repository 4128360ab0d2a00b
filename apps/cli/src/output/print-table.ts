/** Characters that take two columns of a terminal. */
const WIDE = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff01-\uff60]/gu;

/**
 * Prints rows in columns under a head. A script that reads them gets the rows alone: it counts lines and takes words.
 * @param heads in a terminal only
 */
export function printRows(heads: readonly string[], rows: readonly (readonly string[])[]): void {
  printTable(process.stdout.isTTY ? [heads, ...rows] : rows);
}

/** Prints rows in columns. */
export function printTable(rows: readonly (readonly string[])[]): void {
  const columns = Math.max(0, ...rows.map(({ length }) => length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  for (const row of rows) {
    const cells = row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell)));
    console.log(cells.join('  ').trimEnd());
  }
}

export function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
