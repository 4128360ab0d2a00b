import { MAX_STATEMENT_CHARACTERS, type ReadOptions } from '../logged-statement.js';

/** The severity and what follows; the prefix before it is whatever `log_line_prefix` says. */
const TAGGED =
  /(?:^|[\s\]>)|:,-])(?<tag>DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|BACKTRACE|STATEMENT|日志|错误|致命错误|警告|注意|信息|详细信息|提示|查询|上下文|语句)[:：]\s{1,2}/;
const LOGGED = new Set(['LOG', '日志']);
const ADDED = new Set(['DETAIL', '详细信息']);
/** A prefix is short: a tag later in the line belongs to a value. */
const MAX_PREFIX = 400;

interface LoggedMessage {
  readonly text: string;
  readonly detail: string;
  readonly database: string | null;
  readonly isError: boolean;
}

/**
 * Messages of severity LOG, with the detail that follows; their further lines begin with a tab. One beyond the limit is
 * passed over: its beginning may be another statement than the whole. The server writes a message and its detail together.
 */
export async function* stderrMessages(
  lines: AsyncIterable<string>,
  { database: own, onPassed }: ReadOptions,
): AsyncGenerator<LoggedMessage> {
  let message: { text: string | null; detail: string | null; readonly database: string | null } | null = null;
  let part: 'text' | 'detail' = 'text';
  for await (const line of lines) {
    if (line.startsWith('\t')) {
      if (message !== null && message[part] !== null) {
        message[part] = within(`${message[part]}\n${line.slice(1)}`, onPassed);
      }
      continue;
    }
    const found = TAGGED.exec(line.slice(0, MAX_PREFIX));
    const tag = found?.groups?.['tag'] ?? '';
    const rest = found === null ? '' : line.slice(found.index + found[0].length);
    if (message !== null && ADDED.has(tag)) {
      message.detail = within(rest, onPassed);
      part = 'detail';
      continue;
    }
    yield* wholeOf(message);
    message = LOGGED.has(tag)
      ? { text: within(rest, onPassed), detail: '', database: databaseIn(line.slice(0, found?.index), own) }
      : null;
    part = 'text';
  }
  yield* wholeOf(message);
}

function* wholeOf(
  message: { readonly text: string | null; readonly detail: string | null; readonly database: string | null } | null,
): Iterable<LoggedMessage> {
  if (message !== null && message.text !== null) {
    yield { text: message.text, detail: message.detail ?? '', database: message.database, isError: false };
  }
}

function within(text: string, onPassed: ReadOptions['onPassed']): string | null {
  if (text.length <= MAX_STATEMENT_CHARACTERS) {
    return text;
  }
  onPassed('too_long');
  return null;
}

/** `user@database` and `db=database` are the usual prefixes; null where the prefix is another. */
function databaseIn(prefix: string, own: string): string | null {
  const named = /(?:^|[\s,[(])[\w.-]*@([^\s\]@,:)]+)|\b(?:db|database)=([^\s\],:)]+)/i.exec(prefix);
  const name = named?.[1] ?? named?.[2];
  return name === undefined || name.includes(own) ? null : name;
}
