import { readLines } from '../log-files/read-lines.js';
import { MAX_STATEMENT_CHARACTERS, type LoggedStatement, type ReadOptions } from '../logged-statement.js';

const COPIED = /^copy\s[\s\S]*\bfrom\s+stdin\b/i;
const MAX_HINT = 500;

/** What a piece of SQL is within: a literal, a quoted name, a comment (with its depth), a dollar-quoted text (with its tag). */
type Within = { readonly form: 'plain' | "'" | '"' } | { form: 'comment'; depth: number } | { form: '$'; tag: string };

/**
 * The statements of a script, one after the other, each with the comment above it. Lines of psql's own (`\d`) and the rows
 * of COPY are left out; one statement may take any number of lines, up to the limit.
 */
export async function* readSqlFile(
  bytes: AsyncIterable<Uint8Array>,
  { onPassed }: Pick<ReadOptions, 'onPassed'>,
): AsyncGenerator<LoggedStatement> {
  const splitter = new Splitter();
  let isCopied = false;
  for await (const line of readLines(bytes, { onPassed })) {
    if (isCopied) {
      isCopied = line !== '\\.';
      continue;
    }
    if (splitter.isBetween && line.startsWith('\\')) {
      continue;
    }
    for (const { text, hint } of splitter.add(line.replace(/^\ufeff/, ''))) {
      isCopied ||= COPIED.test(text);
      if (text.length > MAX_STATEMENT_CHARACTERS) {
        onPassed('too_long');
      } else {
        yield { from: 'sql_files', text, calls: 1, hint };
      }
    }
  }
  const { text, hint } = splitter.rest();
  if (text !== '') {
    yield { from: 'sql_files', text, calls: 1, hint };
  }
}

interface Piece {
  readonly text: string;
  readonly hint: string | null;
}

const TOKEN = /'|"|--|\/\*|;|\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/gu;
const COMMENT_MARK = /\/\*|\*\//g;

class Splitter {
  private within: Within = { form: 'plain' };
  private text = '';
  private hint = '';

  /** No statement has begun. */
  get isBetween(): boolean {
    return this.within.form === 'plain' && this.text === '';
  }

  add(line: string): Piece[] {
    const pieces: Piece[] = [];
    let at = 0;
    while (at < line.length) {
      at = this.within.form === 'plain' ? this.plain(line, at, pieces) : this.quoted(line, at, this.within);
    }
    this.keep('\n');
    if (line.trim() === '' && this.isBetween) {
      this.hint = '';
    }
    return pieces;
  }

  rest(): Piece {
    return this.take();
  }

  private plain(line: string, from: number, pieces: Piece[]): number {
    TOKEN.lastIndex = from;
    const found = TOKEN.exec(line);
    this.keep(line.slice(from, found?.index));
    if (found === null) {
      return line.length;
    }
    const [token] = found;
    const after = found.index + token.length;
    switch (token) {
      case ';':
        pieces.push(this.take());
        return after;
      case '--':
        this.note(line.slice(after));
        return line.length;
      case '/*':
        this.within = { form: 'comment', depth: 1 };
        return after;
      case "'":
      case '"':
        this.within = { form: token };
        break;
      default:
        this.within = { form: '$', tag: token };
    }
    this.keep(token);
    return after;
  }

  private quoted(line: string, from: number, within: Within): number {
    if (within.form === 'comment') {
      COMMENT_MARK.lastIndex = from;
      const mark = COMMENT_MARK.exec(line);
      this.note(line.slice(from, mark?.index));
      within.depth += mark === null ? 0 : mark[0] === '/*' ? 1 : -1;
      this.within = within.depth === 0 ? { form: 'plain' } : within;
      return mark === null ? line.length : mark.index + 2;
    }
    const end = within.form === '$' ? within.tag : within.form;
    const place = line.indexOf(end, from);
    this.keep(line.slice(from, place < 0 ? undefined : place + end.length));
    this.within = place < 0 ? within : { form: 'plain' };
    return place < 0 ? line.length : place + end.length;
  }

  private keep(text: string): void {
    // Nothing blank at the beginning: to look for the first other character line by line takes quadratic time.
    const kept = this.text === '' ? text.trimStart() : text;
    // One character more than the limit tells that there was more.
    this.text += kept.slice(0, Math.max(MAX_STATEMENT_CHARACTERS + 1 - this.text.length, 0));
  }

  /** Comments within a statement explain parts of it. */
  private note(comment: string): void {
    if (this.text === '' && this.hint.length < MAX_HINT) {
      this.hint = `${this.hint} ${comment.slice(0, 2 * MAX_HINT).replace(/^[\s*-]+|[\s*-]+$/g, '')}`;
    }
  }

  private take(): Piece {
    const piece = { text: this.text.trim(), hint: this.hint.trim().slice(0, MAX_HINT) || null };
    this.text = '';
    this.hint = '';
    return piece;
  }
}
