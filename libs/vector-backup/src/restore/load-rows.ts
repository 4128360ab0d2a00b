import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { quoteIdentifier } from '#libs/postgres';
import { contentOf, damaged, piecesOf, type BackupSet, type BackupTable } from './backup-set.js';
import { binaryRows, encodingsOf } from './binary-rows.js';
import { csvRecords, renderCsvRecord } from './csv-records.js';
import { legacyRecords } from './legacy-records.js';

const JSON_COLUMN = 'cmetadata';
/** Bytes sent to the server in one message. */
const SEND_BYTES = 256 * 1024;

/**
 * Copies the rows of a backed-up table into `target`, columns by name.
 * @param target SQL text of the table's name
 * @param onBytes called with the bytes that go to the server
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
  const encodings = table.format === 'csv' && set.manifest !== null ? await readEncodings(client, table, target) : null;
  const isBinary = table.format === 'binary' || encodings !== null;
  const options = isBinary ? 'FORMAT binary' : `FORMAT csv, HEADER true, ENCODING 'UTF8'`;
  const source = sourceOf(set, table, encodings);
  const copy = client.query(copyFrom(`COPY ${target} (${columns}) FROM STDIN (${options})`));
  try {
    await pipeline(source, inPieces(onBytes), copy);
  } catch (error) {
    throw damaged(table.name, error);
  }
  return copy.rowCount ?? 0;
}

/** Data for the server. A stream retains its chunks until the network has sent them; pieces are not retained. */
function sourceOf(
  set: BackupSet,
  table: BackupTable,
  encodings: ReturnType<typeof encodingsOf>,
): AsyncIterable<Buffer> {
  if (encodings !== null) {
    return asBinary(piecesOf(set, table), encodings);
  }
  return set.manifest === null ? converted(piecesOf(set, table), table) : contentOf(set, table);
}

/** How the columns of a CSV become binary; null where the server has to read the text itself. */
async function readEncodings(
  client: pg.Client,
  table: BackupTable,
  target: string,
): Promise<ReturnType<typeof encodingsOf>> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
      WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
    [target],
  );
  const types = new Map(rows.map(({ name, type }) => [name, type]));
  return encodingsOf(table.columns.map((name) => types.get(name)));
}

async function* asBinary(
  content: AsyncIterable<Buffer>,
  encodings: NonNullable<ReturnType<typeof encodingsOf>>,
): AsyncGenerator<Buffer> {
  const records = csvRecords(content);
  await records.next();
  yield* binaryRows(records, encodings);
}

/** A backup without a manifest, header included, as COPY reads it. */
async function* converted(content: AsyncIterable<Buffer>, table: BackupTable): AsyncGenerator<Buffer> {
  const records = csvRecords(content);
  await records.next();
  yield Buffer.from(renderCsvRecord(table.columns));
  const jsonColumns = table.columns.flatMap((name, position) => (name === JSON_COLUMN ? [position] : []));
  yield* legacyRecords(records, table.columns.length, jsonColumns);
}

/** Passes chunks on in pieces of a size that suits the server. */
function inPieces(onBytes: (bytes: number) => void): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (chunks) {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length; at += SEND_BYTES) {
        const piece = chunk.subarray(at, at + SEND_BYTES);
        onBytes(piece.length);
        yield piece;
      }
    }
  };
}
