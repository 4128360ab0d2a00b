import type { LoggedStatement, ReadOptions } from '../logged-statement.js';
import { withValues } from '../gather/parameters.js';
import { csvRecords } from './csv-records.js';
import { readLines } from './read-lines.js';
import { statementOfMessage } from './statement-of-message.js';
import { stderrMessages } from './stderr-messages.js';

/** Places in the records of csvlog; later versions of PostgreSQL add further ones. */
const CSV = { database: 2, state: 12, message: 13, detail: 14, application: 22 };
/** The sessions of this service begin their name with it. */
const OWN = /^data-pipeline\b/;
/** SQLSTATE of a message that is no error. */
const SUCCESS = '00000';

interface Message {
  readonly text: string;
  /** What the server adds to it, such as the values of parameters; empty without. */
  readonly detail: string;
  readonly database: string | null;
  readonly isError: boolean;
}

/**
 * The queries in a log of PostgreSQL: stderr with any `log_line_prefix`, csvlog or jsonlog, gzip or plain, of any size.
 * Statements that failed are left out.
 */
export async function* readLogFile(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<LoggedStatement> {
  for await (const { text, detail, database, isError } of messagesOf(readLines(bytes, options), options)) {
    const statement = isError ? null : statementOfMessage(text);
    if (statement === null) {
      continue;
    }
    if (database !== null && database !== options.database) {
      options.onPassed('other_database');
    } else {
      const valued = withValues(statement, detail);
      yield { from: 'log_files', text: statement, ...(valued !== null && { valued }), calls: 1, hint: null };
    }
  }
}

async function* messagesOf(lines: AsyncGenerator<string>, options: ReadOptions): AsyncGenerator<Message> {
  const first = await lines.next();
  if (first.done) {
    return;
  }
  const all = (async function* () {
    yield first.value;
    yield* lines;
  })();
  const start = first.value.replace(/^\ufeff/, '');
  if (start.startsWith('{')) {
    yield* jsonMessages(all);
  } else if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [^,\s]+,/.test(start)) {
    yield* csvMessages(all, options);
  } else {
    yield* stderrMessages(all, options);
  }
}

async function* csvMessages(lines: AsyncIterable<string>, options: ReadOptions): AsyncGenerator<Message> {
  for await (const fields of csvRecords(lines, options)) {
    const {
      [CSV.message]: text = '',
      [CSV.detail]: detail = '',
      [CSV.database]: database = '',
      [CSV.state]: state,
    } = fields;
    if (OWN.test(fields[CSV.application] ?? '')) {
      continue;
    }
    yield { text, detail, database: database === '' ? null : database, isError: state !== SUCCESS };
  }
}

async function* jsonMessages(lines: AsyncIterable<string>): AsyncGenerator<Message> {
  for await (const line of lines) {
    const { message, detail, dbname, state_code: state, application_name: application } = recordOf(line);
    if (typeof message === 'string' && !(typeof application === 'string' && OWN.test(application))) {
      const database = typeof dbname === 'string' ? dbname : null;
      const added = typeof detail === 'string' ? detail : '';
      yield { text: message, detail: added, database, isError: state !== undefined && state !== SUCCESS };
    }
  }
}

function recordOf(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
