import { MAX_STATEMENT_CHARACTERS, type ReadOptions } from '../logged-statement.js';

/** The severity and what follows; the prefix before it is whatever `log_line_prefix` says. */
const TAGGED =
  /(?:^|[\s\]>)|:,-])(?<tag>DEBUG[1-5]?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|QUERY|CONTEXT|LOCATION|BACKTRACE|STATEMENT|日志|错误|致命错误|警告|注意|信息|详细信息|提示|查询|上下文|语句)[:：]\s{1,2}/;
const LOGGED = new Set(['LOG', '日志']);
/** A prefix is short: a tag later in the line belongs to a value. */
const MAX_PREFIX = 400;

/**
 * Messages of severity LOG; their further lines begin with a tab. One beyond the limit is passed over: its beginning may be
 * another statement than the whole.
 */
export async function* stderrMessages(
  lines: AsyncIterable<string>,
  { database: own, onPassed }: ReadOptions,
): AsyncGenerator<{ readonly text: string; readonly database: string | null; readonly isError: boolean }> {
  let text: string | null = null;
  let database: string | null = null;
  for await (const line of lines) {
    if (line.startsWith('\t')) {
      text = text === null ? null : within(`${text}\n${line.slice(1)}`, onPassed);
      continue;
    }
    if (text !== null) {
      yield { text, database, isError: false };
    }
    const found = TAGGED.exec(line.slice(0, MAX_PREFIX));
    const isLogged = found !== null && LOGGED.has(found.groups?.['tag'] ?? '');
    text = isLogged ? within(line.slice(found.index + found[0].length), onPassed) : null;
    database = isLogged ? databaseIn(line.slice(0, found.index), own) : null;
  }
  if (text !== null) {
    yield { text, database, isError: false };
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
