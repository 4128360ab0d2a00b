import { createHash } from 'node:crypto';
import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { qualifiedName, quoteIdentifier } from '#libs/postgres';
import { copyOut, type RowSink } from '../database/copy-out.js';
import { vectorBackupErrors } from '../errors.js';
import { piecesOf, type BackupSet, type BackupTable } from '../restore/backup-set.js';
import { binaryRecords } from '../restore/binary-records.js';
import { csvRecords } from '../restore/csv-records.js';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

const HASH_BITS = 256n;

/** Digest of a set of rows, independent of their order: their number, and the sum of their SHA-256. */
export interface ContentDigest {
  readonly rows: number;
  readonly sum: string;
}

class DigestBuilder {
  private rows = 0;
  private sum = 0n;

  add(hash: string): void {
    this.rows += 1;
    this.sum = BigInt.asUintN(Number(HASH_BITS), this.sum + BigInt(`0x${hash}`));
  }

  digest(): ContentDigest {
    return { rows: this.rows, sum: this.sum.toString(16) };
  }
}

/** The digest of the rows in a file of a backup. */
export async function digestOfFile(set: BackupSet, table: BackupTable): Promise<ContentDigest> {
  const builder = new DigestBuilder();
  const content = piecesOf(set, table);
  const records = table.format === 'binary' ? binaryRecords(content) : withoutHeader(csvRecords(content));
  for await (const record of records) {
    builder.add(createHash('sha256').update(record).digest('hex'));
  }
  return builder.digest();
}

async function* withoutHeader(records: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  await records.next();
  yield* records;
}

/**
 * The digest of rows of a table, in the form in which the server would back them up.
 * @param where SQL text, such as `WHERE …`, or nothing
 */
export async function digestOfTable(
  client: pg.Client,
  { schema, table: name }: TableName,
  table: BackupTable,
  where: string,
): Promise<ContentDigest> {
  const columns = table.columns.map((name) => quoteIdentifier(name)).join(', ');
  const options = table.format === 'binary' ? 'FORMAT binary' : `FORMAT csv, ENCODING 'UTF8'`;
  const query = `SELECT ${columns} FROM ${qualifiedName(schema, name)} ${where}`;
  const sink = new DigestSink(table.format === 'binary');
  await copyOut(client, `COPY (${query}) TO STDOUT (${options})`, sink);
  return sink.digest();
}

/**
 * @returns the number of rows
 * @throws DomainError `vector_restore_differs`
 */
export function requireEqualContent(table: BackupTable, file: ContentDigest, restored: ContentDigest): number {
  if (file.rows !== restored.rows || file.sum !== restored.sum) {
    const reason = `${table.name}: ${restored.rows} / ${file.rows}`;
    throw new DomainError(vectorBackupErrors.vector_restore_differs, { reason });
  }
  return file.rows;
}

const BINARY_HEADER_BYTES = 19;
const BINARY_TRAILER_BYTES = 2;

class DigestSink implements RowSink {
  private readonly builder = new DigestBuilder();
  private hash = createHash('sha256');
  private toSkip: number;
  private rowBytes = 0;
  private length = 0;

  constructor(private readonly binary: boolean) {
    this.toSkip = binary ? BINARY_HEADER_BYTES : 0;
  }

  beginRow(length: number): void {
    this.length = length - this.toSkip;
    this.rowBytes = 0;
    this.hash = createHash('sha256');
  }

  append(source: Buffer, start: number, end: number): void {
    const skipped = Math.min(this.toSkip, end - start);
    this.toSkip -= skipped;
    this.rowBytes += end - start - skipped;
    this.hash.update(source.subarray(start + skipped, end));
  }

  endRow(): void {
    const isTrailer = this.binary && this.length === BINARY_TRAILER_BYTES;
    if (this.rowBytes > 0 && !isTrailer) {
      this.builder.add(this.hash.digest('hex'));
    }
  }

  hasRoom(): boolean {
    return true;
  }

  onRoom(resume: () => void): void {
    resume();
  }

  digest(): ContentDigest {
    return this.builder.digest();
  }
}
