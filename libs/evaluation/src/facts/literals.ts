import { isTree, statementsOf, textIn, treeIn, type Tree } from './tree.js';

/** Formats and units that functions of dates and numbers take: no values of the business. */
const FUNCTIONS_OF_FORMATS =
  /^(to_char|to_date|to_timestamp|to_number|date_trunc|date_part|extract|age|date_bin|string_agg)$/;
/** Types whose literals are not words: dates and numbers are written in many ways. */
const NUMBERS_AND_DATES = /^(date|time|timetz|timestamp|timestamptz|interval|int\d?|numeric|float\d|bool)$/;
/** `IN` is `=`, `LIKE` is `~~`. */
const COMPARISONS = /^(=|<>|!=|!?~~\*?)$/;
const HAS_LETTER = /\p{L}/u;
const WILDCARDS = /^%+|%+$/gu;

/**
 * Words that a statement compares with: string literals with a letter, wildcards at the ends aside. Formats, units of
 * dates, texts that are only shown, and literals with the type of a date or number are left out.
 * @throws the error of the parser, `StatementTooDeep`
 */
export async function wordLiterals(sql: string): Promise<string[]> {
  const found = new Set<string>();
  collect(await statementsOf(sql), false, found);
  return [...found];
}

/** @param compared whether the node is a side of a comparison */
function collect(node: unknown, compared: boolean, found: Set<string>): void {
  if (Array.isArray(node)) {
    node.forEach((member) => collect(member, compared, found));
  } else if (isTree(node)) {
    const literal = textIn(treeIn(treeIn(node, 'A_Const'), 'sval'), 'sval');
    if (literal !== undefined) {
      const word = literal.replace(WILDCARDS, '').trim();
      if (compared && HAS_LETTER.test(word)) {
        found.add(word);
      }
    } else if (!isFormat(node)) {
      const inside = compared || COMPARISONS.test(lastName(treeIn(node, 'A_Expr'), 'name') ?? '');
      Object.values(node).forEach((value) => collect(value, inside, found));
    }
  }
}

function isFormat(node: Tree): boolean {
  const call = lastName(treeIn(node, 'FuncCall'), 'funcname');
  const type = lastName(treeIn(treeIn(node, 'TypeCast'), 'typeName'), 'names');
  return (
    (call !== undefined && FUNCTIONS_OF_FORMATS.test(call)) || (type !== undefined && NUMBERS_AND_DATES.test(type))
  );
}

function lastName(node: Tree, field: string): string | undefined {
  const list = node[field];
  const last: unknown = Array.isArray(list) ? list.at(-1) : undefined;
  return isTree(last) ? textIn(treeIn(last, 'String'), 'sval') : undefined;
}
