import { randomBytes } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DomainError } from '#libs/domain-errors';
import { BinaryRows, type RowField } from './binary-rows.js';
import { vectorStoreErrors } from './errors.js';

const READ_BYTES = 256 * 1024;

/**
 * Rows that wait for the merge, in a file: embedding takes minutes and may make gigabytes, which belong neither into
 * memory nor, twice, into the database. The file has no name as soon as it is open, so nothing is left by a crash.
 * Every method throws DomainError `vector_load_spool_failed` when the disk is full or the folder cannot be used.
 */
export class RowSpool {
  private readonly rows = new BinaryRows();
  private written = 0;

  private constructor(
    private readonly file: FileHandle,
    private readonly path: string,
  ) {}

  static async create(folder = tmpdir()): Promise<RowSpool> {
    const path = join(folder, `data-pipeline-load-${randomBytes(8).toString('hex')}`);
    const file = await inFolder(folder, () => open(path, 'wx+', 0o600));
    // Windows keeps the name of an open file; `close` removes it there.
    await rm(path, { force: true }).catch(() => undefined);
    return new RowSpool(file, path);
  }

  async add(rows: Iterable<readonly RowField[]>): Promise<void> {
    for (const fields of rows) {
      const full = this.rows.add(fields);
      if (full !== null) {
        await this.append(full);
        this.rows.recycle(full);
      }
    }
  }

  /** Everything that was added, from the beginning, in pieces that rows may go over the end of. */
  async *read(): AsyncGenerator<Buffer> {
    await this.append(this.rows.take());
    for (let position = 0; position < this.written;) {
      const piece = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, this.written - position));
      const { bytesRead } = await inFolder(dirname(this.path), () => this.file.read(piece, 0, piece.length, position));
      position += bytesRead;
      yield piece.subarray(0, bytesRead);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
    await rm(this.path, { force: true });
  }

  private async append(bytes: Buffer): Promise<void> {
    for (let offset = 0; offset < bytes.length;) {
      const { bytesWritten } = await inFolder(dirname(this.path), () =>
        this.file.write(bytes, offset, bytes.length - offset, this.written),
      );
      offset += bytesWritten;
      this.written += bytesWritten;
    }
  }
}

async function inFolder<T>(folder: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new DomainError(vectorStoreErrors.vector_load_spool_failed, { folder, reason: code ?? message }, { cause });
  }
}

/** Splits what `read` gives into the rows that were added, as lists of their fields. */
export async function* decodeRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    let offset = 0;
    for (let row = decodeRow(rest, offset); row !== null; row = decodeRow(rest, offset)) {
      yield row.fields;
      offset = row.end;
    }
    rest = rest.subarray(offset);
  }
}

/** The row that begins at `start`; null when its end is not there yet. */
function decodeRow(data: Buffer, start: number): { readonly fields: Buffer[]; readonly end: number } | null {
  if (start + 2 > data.length) {
    return null;
  }
  const fields: Buffer[] = [];
  let offset = start + 2;
  for (let left = data.readInt16BE(start); left > 0; left--) {
    const length = offset + 4 <= data.length ? data.readInt32BE(offset) : 0;
    if (offset + 4 + length > data.length) {
      return null;
    }
    fields.push(data.subarray(offset + 4, offset + 4 + length));
    offset += 4 + length;
  }
  return { fields, end: offset };
}
