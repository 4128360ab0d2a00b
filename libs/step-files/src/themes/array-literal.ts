/** One member of `{a,"b c",NULL}`: quoted with backslash escapes, or bare up to the next comma. */
const MEMBER = /(?:\s*"((?:[^"\\]|\\[\s\S])*)"\s*|([^,{}]*))(?:,|\}$)/y;

/** The members of a one-dimensional PostgreSQL array literal; NULL members are left out. */
export function parseArrayLiteral(literal: string): string[] {
  const text = literal.trim();
  const items: string[] = [];
  MEMBER.lastIndex = 1;
  while (MEMBER.lastIndex > 0 && MEMBER.lastIndex < text.length) {
    const match = MEMBER.exec(text);
    if (!match) {
      break;
    }
    const [, quoted, bare = ''] = match;
    if (quoted !== undefined) {
      items.push(quoted.replace(/\\([\s\S])/g, '$1'));
    } else if (bare.trim() !== '' && bare.trim().toUpperCase() !== 'NULL') {
      items.push(bare.trim());
    }
  }
  return items;
}
