const QUOTED = /“[^”]*”|`[^`]*`/gu;
const MOST_DE = 2;

/** No clause has a chain of three 的, or 各 twice: such a question is said in other words, or not asked. */
export function isPlainZh(text: string): boolean {
  return !FORM.test(text) && clausesOf(text).every(isPlainClause);
}

/** A flag that has no words but those of a form: “甲”为“是”. */
const FORM = /”为“[是否]”/u;

const isPlainClause = (clause: string): boolean =>
  (clause.match(/的/gu)?.length ?? 0) <= MOST_DE && !/各.*各/u.test(clause);

function clausesOf(text: string): string[] {
  return text.replace(QUOTED, '').split(/[，。；？]/u);
}
