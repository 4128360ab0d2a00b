const QUOTED = /“[^”]*”|`[^`]*`/gu;
const MOST_DE = 2;

/** No clause has a chain of three 的, or 各 twice: such a question is said in other words, or not asked. */
export function isPlainZh(text: string): boolean {
  return text
    .replace(QUOTED, '')
    .split(/[，。；？]/u)
    .every((clause) => (clause.match(/的/gu)?.length ?? 0) <= MOST_DE && !/各.*各/u.test(clause));
}
