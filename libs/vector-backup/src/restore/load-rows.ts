import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteIdentifier } from '#libs/postgres';
import { contentOf, damaged, type BackupSet, type BackupTable } from './backup-set.js';
import { csvRecords, renderCsvRecord } from './csv-records.js';
import { legacyRecords } from './legacy-records.js';

const JSON_COLUMN = 'cmetadata';
/** What goes to the server in one message. */
const SEND_BYTES = 256 * 1024;

/**
 * Copies the rows of a backed-up table into `target`, columns by name.
 * @param target SQL text of the table's name
 * @param onBytes called with the bytes of the decompressed file as they go
 * @returns the number of rows, as the server counts them
 */
export async function loadRows(
  client: pg.Client,
  set: BackupSet,
  table: BackupTable,
  target: string,
  onBytes: (bytes: number) => void,
): Promise<number> {
  const columns = table.columns.map((name) => quoteIdentifier(name)).join(', ');
  const options = table.format === 'binary' ? 'FORMAT binary' : `FORMAT csv, HEADER true, ENCODING 'UTF8'`;
  const copy = client.query(copyFrom(`COPY ${target} (${columns}) FROM STDIN (${options})`));
  const count = new Counter(onBytes);
  const source = set.manifest === null ? Readable.from(converted(set, table)) : contentOf(set.folder, table);
  try {
    await pipeline(source, count.through, copy);
  } catch (error) {
    throw damaged(table.name, error);
  }
  return copy.rowCount ?? 0;
}

/** A backup without a manifest, header included, as COPY reads it. */
async function* converted(set: BackupSet, table: BackupTable): AsyncGenerator<Buffer> {
  const records = csvRecords(contentOf(set.folder, table));
  await records.next();
  yield Buffer.from(renderCsvRecord(table.columns));
  const jsonColumns = table.columns.flatMap((name, position) => (name === JSON_COLUMN ? [position] : []));
  yield* legacyRecords(records, table.columns.length, jsonColumns);
}

/** Counts what passes; passes it in pieces of a size that suits the server. */
class Counter {
  constructor(private readonly onBytes: (bytes: number) => void) {}

  readonly through = async function* (this: Counter, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += SEND_BYTES) {
        const piece = chunk.subarray(at, at + SEND_BYTES);
        this.onBytes(piece.length);
        yield piece;
      }
    }
  }.bind(this);
}
