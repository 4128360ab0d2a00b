const QUOTE = 0x22;
const NEWLINE = 0x0a;

/** Longest record: a file without a record end within this length is not CSV. */
const MAX_RECORD_BYTES = 1024 * 1024 * 1024;

/**
 * Cuts a CSV stream into records, each with its line end. A line end inside quotes is part of its record. A record
 * is valid until the next one is requested.
 */
export async function* csvRecords(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let quoted = false;
  for await (const chunk of chunks) {
    let start = 0;
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      quoted = parityAfter(chunk, from, end, quoted);
      from = end + 1;
      if (!quoted) {
        const last = chunk.subarray(start, from);
        yield rest.length === 0 ? last : Buffer.concat([...rest, last]);
        rest = [];
        restBytes = 0;
        start = from;
      }
    }
    quoted = parityAfter(chunk, from, chunk.length, quoted);
    if (start < chunk.length) {
      rest.push(Buffer.from(chunk.subarray(start)));
      restBytes += chunk.length - start;
    }
    if (restBytes > MAX_RECORD_BYTES) {
      throw new SyntaxError('a record without an end');
    }
  }
  if (quoted) {
    throw new SyntaxError('the file ends inside of a quoted field');
  }
  if (rest.length > 0) {
    yield Buffer.concat(rest);
  }
}

/** Whether a quotation is open after the bytes; a doubled quote closes and opens it again. */
function parityAfter(chunk: Buffer, from: number, to: number, open: boolean): boolean {
  let state = open;
  for (let at = chunk.indexOf(QUOTE, from); at !== -1 && at < to; at = chunk.indexOf(QUOTE, at + 1)) {
    state = !state;
  }
  return state;
}

/**
 * The fields of a record: nothing at all is NULL, a pair of quotes is the empty text.
 * @throws SyntaxError
 */
export function parseCsvRecord(record: Buffer): (string | null)[] {
  const text = record.toString('utf8').replace(/\r?\n$/, '');
  const fields: (string | null)[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let value = '';
      for (at += 1; ;) {
        const end = text.indexOf('"', at);
        if (end === -1) {
          throw new SyntaxError('a quoted field without an end');
        }
        value += text.slice(at, end);
        at = end + 1;
        if (text[at] !== '"') {
          break;
        }
        value += '"';
        at += 1;
      }
      fields.push(value);
    } else {
      const end = text.indexOf(',', at);
      const value = text.slice(at, end === -1 ? text.length : end);
      fields.push(value === '' ? null : value);
      at += value.length;
    }
    if (at >= text.length) {
      return fields;
    }
    if (text[at] !== ',') {
      throw new SyntaxError('text after a quoted field');
    }
    at += 1;
  }
}

/** The record as COPY reads it. */
export function renderCsvRecord(fields: readonly (string | null)[]): string {
  const cells = fields.map((field) => (field === null ? '' : `"${field.replaceAll('"', '""')}"`));
  return `${cells.join(',')}\n`;
}
