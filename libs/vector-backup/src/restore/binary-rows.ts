import { BINARY_HEADER, BINARY_TRAILER } from '../backup/block-stream.js';
import { writeFloats } from './float-text.js';

/** Bytes that go to the server at a time. */
const CHUNK_BYTES = 512 * 1024;
/** Room for the record that goes beyond that. */
const BEYOND_BYTES = 64 * 1024;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN = 0x5b;
const CLOSE = 0x5d;
const NULL_FIELD = -1;
const JSONB_VERSION = 1;
const FLOAT_BYTES = 4;
/** Length of the field, number of dimensions, and two bytes that pgvector keeps for itself. */
const VECTOR_HEADER_BYTES = 8;

/** How the text of a column becomes its binary form. */
type Encoding = 'text' | 'uuid' | 'jsonb' | 'vector';

/** The encodings of the columns; null where one is of a type that only the server can read. */
export function encodingsOf(types: readonly (string | undefined)[]): Encoding[] | null {
  const encodings = types.map((type = ''): Encoding | null => {
    if (/^(character varying(\(\d+\))?|text|json)$/.test(type)) {
      return 'text';
    }
    if (/^(\w+\.)?vector(\(\d+\))?$/.test(type)) {
      return 'vector';
    }
    return type === 'uuid' || type === 'jsonb' ? type : null;
  });
  return encodings.every((encoding) => encoding !== null) ? encodings : null;
}

/**
 * CSV records of a backup, without their header, as a binary COPY. The server needs three times as long to read a
 * vector as text than it takes here, and reads and writes meanwhile.
 * @throws SyntaxError with the number of the record
 */
export async function* binaryRows(
  records: AsyncIterable<Buffer>,
  encodings: readonly Encoding[],
): AsyncGenerator<Buffer> {
  const writer = new RowWriter();
  writer.raw(BINARY_HEADER);
  let number = 1;
  for await (const record of records) {
    number += 1;
    try {
      writeRecord(record, encodings, writer);
    } catch (error) {
      throw new SyntaxError(`record ${number}: ${(error as Error).message}`, { cause: error });
    }
    if (writer.length >= CHUNK_BYTES) {
      yield writer.take();
    }
  }
  writer.raw(BINARY_TRAILER);
  yield writer.take();
}

function writeRecord(record: Buffer, encodings: readonly Encoding[], writer: RowWriter): void {
  const end = record.length - (record.at(-1) === 0x0a ? 1 : 0);
  let at = 0;
  writer.uint16(encodings.length);
  for (const [index, encoding] of encodings.entries()) {
    if (index > 0) {
      if (record[at] !== COMMA) {
        throw new SyntaxError(`${index} fields instead of ${encodings.length}`);
      }
      at += 1;
    }
    if (record[at] === QUOTE) {
      const close = closingQuote(record, at + 1, end);
      writeField(record, at + 1, close, encoding, writer);
      at = close + 1;
    } else {
      const comma = record.indexOf(COMMA, at);
      const stop = comma === -1 || comma > end ? end : comma;
      if (stop === at) {
        writer.int32(NULL_FIELD);
      } else {
        writeField(record, at, stop, encoding, writer);
      }
      at = stop;
    }
  }
  if (at !== end) {
    throw new SyntaxError(`more than ${encodings.length} fields`);
  }
}

/** Position of the quote that ends the field; a doubled one is part of it. */
function closingQuote(record: Buffer, from: number, end: number): number {
  let at = record.indexOf(QUOTE, from);
  while (at !== -1 && at + 1 < end && record[at + 1] === QUOTE) {
    at = record.indexOf(QUOTE, at + 2);
  }
  if (at === -1) {
    throw new SyntaxError('a quoted field without an end');
  }
  return at;
}

function writeField(record: Buffer, from: number, to: number, encoding: Encoding, writer: RowWriter): void {
  switch (encoding) {
    case 'vector':
      writeVector(record, from, to, writer);
      return;
    case 'uuid': {
      const digits = record.toString('latin1', from, to).replaceAll('-', '');
      if (!/^[0-9a-fA-F]{32}$/.test(digits)) {
        throw new SyntaxError('not a uuid');
      }
      writer.field(Buffer.from(digits, 'hex'));
      return;
    }
    case 'jsonb':
      writer.field(unquoted(record, from, to), JSONB_VERSION);
      return;
    case 'text':
      writer.field(unquoted(record, from, to));
  }
}

function unquoted(record: Buffer, from: number, to: number): Buffer {
  const bytes = record.subarray(from, to);
  return bytes.includes(QUOTE) ? Buffer.from(bytes.toString('latin1').replaceAll('""', '"'), 'latin1') : bytes;
}

/** pgvector's binary form: int16 dimensions, int16 unused, float4 each. */
function writeVector(record: Buffer, from: number, to: number, writer: RowWriter): void {
  if (record[from] !== OPEN || record[to - 1] !== CLOSE) {
    throw new SyntaxError('not a vector');
  }
  writer.vector(record, from + 1, to - 1);
}

/** A growing buffer; bytes taken from it are never overwritten. */
class RowWriter {
  private bytes: Buffer = Buffer.allocUnsafe(CHUNK_BYTES + BEYOND_BYTES);
  private view = viewOf(this.bytes);
  length = 0;

  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.replace(Buffer.allocUnsafe(CHUNK_BYTES + BEYOND_BYTES));
    this.length = 0;
    return taken;
  }

  raw(bytes: Buffer): void {
    this.reserve(bytes.length);
    this.length += bytes.copy(this.bytes, this.length);
  }

  uint16(value: number): void {
    this.reserve(2);
    this.length = this.bytes.writeUInt16BE(value, this.length);
  }

  int32(value: number): void {
    this.reserve(4);
    this.length = this.bytes.writeInt32BE(value, this.length);
  }

  /** @param version a byte before the content, where the type has one */
  field(content: Buffer, version?: number): void {
    this.int32(content.length + (version === undefined ? 0 : 1));
    if (version !== undefined) {
      this.raw(Buffer.of(version));
    }
    this.raw(content);
  }

  /** The floats between the brackets of a vector, and the header that pgvector expects before them. */
  vector(source: Buffer, from: number, to: number): void {
    this.reserve(VECTOR_HEADER_BYTES + 2 * (to - from) + FLOAT_BYTES);
    const start = this.length + VECTOR_HEADER_BYTES;
    const dimensions = writeFloats(source, from, to, this.view, start);
    this.int32(VECTOR_HEADER_BYTES - FLOAT_BYTES + FLOAT_BYTES * dimensions);
    // Unsigned: a length that pgvector does not take is refused by it, not mistaken for another one.
    this.uint16(Math.min(dimensions, 0xffff));
    this.uint16(0);
    this.length = start + FLOAT_BYTES * dimensions;
  }

  private reserve(length: number): void {
    if (this.length + length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + length));
      this.bytes.copy(larger, 0, 0, this.length);
      this.replace(larger);
    }
  }

  private replace(bytes: Buffer): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Buffer): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}
