/** Strings and quoted names as PostgreSQL writes them: `'it''s'`, `E'a\\b'`, `"a ""b"""`. */
const QUOTED = /E?'(?:[^']|'')*'|"(?:[^"]|"")*"/g;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/u;
const EACH_CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]/gu;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * SQL on one line with the same meaning: line breaks between tokens become blanks, those in a string or a quoted name
 * become escapes (`E'a\nb'`, `U&"a\000ab"`).
 */
export function sqlOnOneLine(sql: string): string {
  if (!CONTROL.test(sql)) {
    return sql;
  }
  let line = '';
  let end = 0;
  for (const match of sql.matchAll(QUOTED)) {
    line += blanksForBreaks(sql.slice(end, match.index)) + escaped(match[0]);
    end = match.index + match[0].length;
  }
  return line + blanksForBreaks(sql.slice(end));
}

function blanksForBreaks(sql: string): string {
  return sql.replace(/\s*[\p{Cc}\p{Zl}\p{Zp}]+\s*/gu, ' ');
}

function escaped(quoted: string): string {
  if (!CONTROL.test(quoted)) {
    return quoted;
  }
  if (quoted.startsWith('"')) {
    return `U&${quoted.replaceAll('\\', '\\\\').replace(EACH_CONTROL, (character) => `\\${codeOf(character)}`)}`;
  }
  const text = quoted.replace(EACH_CONTROL, (character) => NAMED[character] ?? `\\u${codeOf(character)}`);
  return text.startsWith('E') ? text : `E${text}`;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
}

/** The expression of a `CHECK (…)`, which PostgreSQL writes `((a > 0))`, in one pair of parentheses, and what follows. */
export function checkExpression(definition: string): string {
  const condition = definition.replace(/^CHECK /, '');
  const outer = closingOf(condition, 0);
  const inner = condition.startsWith('((') ? closingOf(condition, 1) : null;
  return outer !== null && inner === outer - 1 ? condition.slice(1, outer) + condition.slice(outer + 1) : condition;
}

/** The place of the parenthesis that closes the one at `start`. */
function closingOf(sql: string, start: number): number | null {
  let depth = 0;
  for (const { 0: token, index } of sql.slice(start).matchAll(/E?'(?:[^']|'')*'|"(?:[^"]|"")*"|[()]/g)) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (depth === 0) {
      return start + index;
    }
  }
  return null;
}
