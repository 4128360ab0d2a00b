import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format": signature, flags, header extension. */
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const TRAILER = Buffer.from([0xff, 0xff]);

/** @param chunks output of `BinaryRows`; a row may span chunks */
export async function copyRows(client: pg.ClientBase, into: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const stream = client.query(copyFrom(`COPY ${into} FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from(framed(chunks), { objectMode: false }), stream);
}

async function* framed(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield HEADER;
  yield* chunks;
  yield TRAILER;
}
