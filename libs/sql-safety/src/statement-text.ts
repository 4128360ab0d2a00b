/**
 * Literals, quoted names and comments, which stay as they are; then what is mended. What is never closed goes to the end,
 * so that nothing within it is tried again.
 */
const KEPT = String.raw`'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|/\*[\s\S]*?(?:\*/|$)|\$(?<tag>\w*)\$[\s\S]*?(?:\$\k<tag>\$|$)`;
const INVISIBLE = String.raw`[\u200b-\u200d\u2060\ufeff]`;
const WIDE = String.raw`[；，（）＝＜＞＋－＊／％！：．‘’“”＇＂]|(?![ \t\r\n])\s`;
/** Names as MySQL quotes them. */
const BACKTICKS = '`[^`\\n]+`';
const TO_MEND = new RegExp(`${KEPT}|${BACKTICKS}|${INVISIBLE}|${WIDE}`, 'gu');

const FULL_WIDTH = /^[！-～]$/;
const FULL_WIDTH_OFFSET = 0xfee0;
const SMART_QUOTES: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '“': '"', '”': '"' };

/** Longer texts are no slip of a model. */
const MAX_MENDED = 32_000;

const FENCE = '```';
const REASONING = /^[\s\S]*<\/think(?:ing)?>/i;
const LABEL =
  /^\s*(?:(?:the )?(?:answer|sql|postgres(?:ql)?|query|statement|\w+_sql)(?: (?:query|statement))?|查询|语句)(?=[\s:：])/i;
const QUERY = /^\(?\s*(?:select|with|values|table)\b/i;

/**
 * The statement in a text of a model or a person: without a fence, reasoning and a label before it, and with ASCII for
 * full-width punctuation, smart quotes, backticks and special spaces outside of literals, quoted names and comments.
 * Full-width characters may be part of a bare name, so use it only for a statement that does not work as it is.
 */
export function statementText(written: string): string {
  if (written.length > MAX_MENDED) {
    return written.trim();
  }
  const visible = written.replace(/^\ufeff/, '').replace(REASONING, '');
  const bare = withoutLabel(inFence(visible) ?? visible);
  return bare.replace(TO_MEND, mended).trim();
}

/** What a fence holds that begins the text, or a line of it, or follows a colon; null without one. */
function inFence(text: string): string | null {
  const at = text.indexOf('`');
  if (at < 0 || !text.startsWith(FENCE, at)) {
    return null;
  }
  const before = text.slice(0, at);
  const said = before.trimEnd();
  const isOwn = said === '' || /[:：]/.test(said.slice(-1)) || before.slice(said.length).includes('\n');
  return isOwn ? (text.slice(at + FENCE.length).split(FENCE, 1)[0] ?? '').replace(/^\w*/, '') : null;
}

/** A label ends with a colon or the line. */
function withoutLabel(text: string): string {
  const rest = text.slice(LABEL.exec(text)?.[0].length ?? 0);
  const said = rest.trimStart();
  const hasColon = /^[:：]/.test(said);
  const statement = hasColon ? said.slice(1).trimStart() : said;
  const isOver = hasColon || rest.slice(0, rest.length - said.length).includes('\n');
  return isOver && rest !== text && QUERY.test(statement) ? statement : text;
}

function mended(found: string): string {
  if (found.startsWith('`')) {
    return `"${found.slice(1, -1).replaceAll('"', '""')}"`;
  }
  if (found.length > 1) {
    return found;
  }
  if (FULL_WIDTH.test(found)) {
    return String.fromCharCode(found.charCodeAt(0) - FULL_WIDTH_OFFSET);
  }
  return SMART_QUOTES[found] ?? (/\s/.test(found) && found !== '\ufeff' ? ' ' : '');
}
