/** Where a password may begin, and where it ends at the latest. Every pattern takes linear time. */
interface Form {
  /** From `:` after a scheme to `:` after a user; the password follows. */
  readonly start: RegExp;
  /** No character of a password. */
  readonly stop: RegExp;
  /** What follows the `@` behind a password. */
  readonly host: RegExp;
}

/** Schemes of services, whose passwords people write without encoding them. Paths of web pages may hold `:` and `@`. */
const SERVICE = /(?<=[a-z0-9+.-])(?<!\b(?:https?|file)):\/\/[^\s/:@'"]*:/gi;
const HOST = /[\w.[\]-]/y;

const FORMS: readonly Form[] = [
  // user:password@ of a service; the password may itself hold ':', '/' or '@', so it ends at the last '@' before a host.
  { start: SERVICE, stop: /[\s'"]/g, host: HOST },
  // The same with a quote in it. A comma would be the next value of a list.
  { start: new RegExp(`${SERVICE.source}(?!\\*\\*\\*@)`, 'gi'), stop: /[\s,{}]/g, host: HOST },
  // Any other URL: the password ends at the last '@' before '/' or blank.
  { start: /(?<=[a-z0-9+.-]):\/\/[^\s/:@'"]*:/gi, stop: /[\s/'"]/g, host: /(?:)/y },
];

/** The text with `mask` for every password of a URL. Linear: no part of the text is searched twice for the same end. */
export function maskUrlPasswords(text: string, mask: string): string {
  return FORMS.reduce((masked, form) => maskForm(masked, form, mask), text);
}

function maskForm(text: string, { start, stop, host }: Form, mask: string): string {
  const kept: string[] = [];
  let copied = 0;
  let end = -1;
  let last = -1;
  for (const { index, 0: found } of text.matchAll(start)) {
    const from = index + found.length;
    if (from < copied) {
      continue;
    }
    if (from > end) {
      end = firstOf(text, stop, from);
      last = lastAt(text, host, from, end);
    }
    if (last >= from) {
      kept.push(text.slice(copied, from), mask);
      copied = last;
    }
  }
  return kept.join('') + text.slice(copied);
}

/** The first match from `from` on; the length of the text if there is none. */
function firstOf(text: string, pattern: RegExp, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** The last `@` before a host between two places; -1 if there is none. */
function lastAt(text: string, host: RegExp, from: number, end: number): number {
  // Only this part: `lastIndexOf` of the whole text would search to its beginning.
  const part = text.slice(from, end);
  for (let at = part.lastIndexOf('@'); at >= 0; at = at > 0 ? part.lastIndexOf('@', at - 1) : -1) {
    host.lastIndex = from + at + 1;
    if (host.test(text)) {
      return from + at;
    }
  }
  return -1;
}
