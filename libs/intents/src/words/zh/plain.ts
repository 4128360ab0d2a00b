/** Values and identifiers, which are not words of the sentence. */
export const QUOTED = /“[^”]*”|`[^`]*`/gu;
const MOST_DE = 2;

/** A clause has at most two 的 in a chain and one 各. Other questions get other words, or are not asked. */
export function isPlainZh(text: string): boolean {
  return !FORM.test(text) && !COLLISION.test(text) && clausesOf(text).every(isPlainClause);
}

/** A flag that has no words but those of a form: “甲”为“是”, 可吸烟为是. */
const FORM = /”为“[是否]”|\p{Script=Han}为[是否](?=[的且或，。？）]|$)/u;

/** Two words that are read as another one: 有|没有上级的员工. */
const COLLISION = /有没有|有所在|找出来|列出来/u;

const isPlainClause = (clause: string): boolean =>
  (clause.match(/的/gu)?.length ?? 0) <= MOST_DE && !/各.*各/u.test(clause);

function clausesOf(text: string): string[] {
  return text.replace(QUOTED, '').split(/[，。；？（）]/u);
}
