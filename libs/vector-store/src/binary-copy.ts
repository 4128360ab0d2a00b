import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** A field of a row: text, or bytes in the binary form of its type. */
export type CopyField = string | Buffer;

/** https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": signature, flags, header extension. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);
/** Bytes that are sent at once: rows are small, messages are not free. */
const CHUNK_BYTES = 128 * 1024;

/** One row of a binary COPY: int16 number of fields, then int32 length and bytes of each. */
export function encodeRow(fields: readonly CopyField[]): Buffer {
  const lengths = fields.map((field) => (typeof field === 'string' ? Buffer.byteLength(field) : field.length));
  const row = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, 2));
  let offset = row.writeInt16BE(fields.length, 0);
  for (const [index, field] of fields.entries()) {
    const length = lengths[index] ?? 0;
    offset = row.writeInt32BE(length, offset);
    if (typeof field === 'string') {
      row.write(field, offset, length, 'utf8');
    } else {
      row.set(field, offset);
    }
    offset += length;
  }
  return row;
}

/** @param rows encoded rows; a buffer may hold any part of them */
export async function copyRows(
  client: pg.ClientBase,
  into: string,
  rows: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${into} FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from(inChunks(rows), { objectMode: false, highWaterMark: CHUNK_BYTES }), stream);
}

/** PGlite speaks the protocol but for `COPY … FROM STDIN`. */
export async function canCopyFromStdin(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ version: string }>('SELECT version()');
  return !/emscripten|emcc|wasm|pglite/i.test(rows[0]?.version ?? '');
}

async function* inChunks(rows: Iterable<Buffer> | AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [HEADER];
  let bytes = HEADER.length;
  for await (const row of rows) {
    waiting.push(row);
    bytes += row.length;
    if (bytes >= CHUNK_BYTES) {
      yield Buffer.concat(waiting, bytes);
      waiting = [];
      bytes = 0;
    }
  }
  yield Buffer.concat([...waiting, TRAILER]);
}
