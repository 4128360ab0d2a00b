/**
 * Quoted names and comments are found so that nothing in them counts as a literal. What is never closed goes to the end,
 * so that nothing within it is tried again.
 */
const LITERAL =
  /("(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|'(?:[^']|'')*'|(?<![\p{L}\p{N}_$])\$(\w*)\$[\s\S]*?(?:\$\2\$|$)|(?<![\p{L}\p{N}_"$])\d+(?:\.\d+)?|\$\d+/gu;

/**
 * Equal for most statements that differ in values only, without a parse: a log has few forms of statements and many
 * repetitions of each. It need not be right, only the same for the same text.
 */
export function lexicalKey(sql: string): string {
  return sql
    .replace(LITERAL, (_, kept?: string) => kept ?? '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, '(?)')
    .replace(/\s+/g, ' ')
    .trim();
}
