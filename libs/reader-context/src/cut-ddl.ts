/** A line of a column or constraint of a table. */
const PART = /^\s+\S/;
/** Keys and references are needed for joins. */
const KEY = /\bprimary key\b|\breferences\b|\bforeign key\b|[(（]\w+[)）]/iu;

/**
 * A DDL of fewer lines: its head, its keys, and the columns whose names or comments share a word with the question; then
 * the other columns in their order while there is room.
 * @param room tokens
 * @param count counts tokens
 * @returns null where not even the head and the keys fit
 */
export function cutDdl(
  ddl: string,
  question: string,
  room: number,
  count: (text: string) => number,
): { readonly ddl: string; readonly leftOut: number } | null {
  const lines = ddl.split('\n');
  const asked = wordsOf(question);
  const rank = (line: string): number =>
    !PART.test(line) || KEY.test(line) ? 0 : wordsOf(line).some((word) => asked.includes(word)) ? 1 : 2;
  const kept = new Set<number>();
  let left = room - count(note(lines.length));
  for (const wanted of [0, 1, 2]) {
    for (const [place, line] of lines.entries()) {
      const tokens = rank(line) === wanted ? count(`${line}\n`) : Infinity;
      if (tokens <= left) {
        kept.add(place);
        left -= tokens;
      } else if (wanted === 0 && rank(line) === 0) {
        return null;
      }
    }
  }
  const leftOut = lines.length - kept.size;
  const shown = lines.filter((_, place) => kept.has(place));
  return { ddl: leftOut === 0 ? ddl : [...shown, note(leftOut)].join('\n'), leftOut };
}

function note(lines: number): string {
  return `-- … (+${lines})`;
}

function wordsOf(text: string): string[] {
  const latin = text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
  const pairs = [...text.matchAll(/(?=(\p{Script=Han}{2}))/gu)].map(([, pair = '']) => pair);
  return [...latin, ...pairs];
}
