import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { deletedName } from '../folder/backup-names.js';
import { chainOf, damaged, piecesOf, storedContent, type BackupSet, type BackupTable } from '../restore/backup-set.js';
import { binaryRecords } from '../restore/binary-records.js';
import { csvRecords, parseCsvRecord, renderCsvRecord } from '../restore/csv-records.js';
import { embeddingKey } from '../tables.js';

/** Temporary table with the key of every row that a backup covers. */
export const KNOWN_KEYS = 'pg_temp.backed_up_keys';
const SEND_CHARACTERS = 64 * 1024;

/** Creates `KNOWN_KEYS` in the current transaction. */
export async function loadKnownKeys(client: pg.Client, base: BackupSet): Promise<void> {
  await client.query('CREATE TEMP TABLE backed_up_keys (key text PRIMARY KEY) ON COMMIT DROP');
  await client.query('CREATE TEMP TABLE listed_keys (key text) ON COMMIT DROP');
  for (const { set, table } of chainOf(base)) {
    if (set.increment !== null) {
      await copyDeletedKeys(client, set, 'pg_temp.listed_keys');
      await client.query(`DELETE FROM ${KNOWN_KEYS} k USING pg_temp.listed_keys l WHERE k.key = l.key`);
      await client.query('TRUNCATE pg_temp.listed_keys');
    }
    const copy = client.query(copyFrom('COPY pg_temp.listed_keys FROM STDIN (FORMAT csv)'));
    await pipeline(asCsv(keysOf(set, table)), copy);
    await client.query(`INSERT INTO ${KNOWN_KEYS} SELECT key FROM pg_temp.listed_keys ON CONFLICT DO NOTHING`);
    await client.query('TRUNCATE pg_temp.listed_keys');
  }
  await client.query(`ANALYZE ${KNOWN_KEYS}`);
}

/** Copies the keys of the rows that an incremental backup found deleted into a table with one text column. */
export async function copyDeletedKeys(client: pg.Client, set: BackupSet, target: string): Promise<void> {
  const copy = client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT csv, HEADER true, ENCODING 'UTF8')`));
  const file = deletedName(set.timestamp, set.key !== null);
  await pipeline(storedContent(set.folder, file, set.key), copy);
}

async function* keysOf(set: BackupSet, table: BackupTable): AsyncGenerator<string> {
  const position = table.columns.indexOf(embeddingKey(table.columns));
  const content = piecesOf(set, table);
  try {
    if (table.format === 'binary') {
      for await (const tuple of binaryRecords(content)) {
        yield fieldOfTuple(tuple, position);
      }
      return;
    }
    const records = csvRecords(content);
    await records.next();
    for await (const record of records) {
      yield parseCsvRecord(record)[position] ?? '';
    }
  } catch (error) {
    throw damaged(table.name, error);
  }
}

/** A field of a binary COPY's tuple: a count of fields, then a length and the bytes of each. */
function fieldOfTuple(tuple: Buffer, position: number): string {
  let at = 2;
  for (let field = 0; field < position; field += 1) {
    at += 4 + Math.max(0, tuple.readInt32BE(at));
  }
  return tuple.toString('utf8', at + 4, at + 4 + Math.max(0, tuple.readInt32BE(at)));
}

async function* asCsv(keys: AsyncIterable<string>): AsyncGenerator<string> {
  let text = '';
  for await (const key of keys) {
    text += renderCsvRecord([key]);
    if (text.length >= SEND_CHARACTERS) {
      yield text;
      text = '';
    }
  }
  yield text;
}
