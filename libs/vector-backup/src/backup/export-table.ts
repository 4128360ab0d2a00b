import type pg from 'pg';
import { qualifiedName, quoteIdentifier, socketOf } from '#libs/postgres';
import { copyOut } from '../database/copy-out.js';
import type { BackupFormat } from '../tables.js';
import { BINARY_HEADER, BINARY_TRAILER, BlockPool, BlockStream } from './block-stream.js';
import type { OutputFile } from './output-file.js';
import type { TableShape } from './table-shape.js';

/** Blocks of 1 MiB that one connection may fill ahead of the file. */
const BLOCKS_PER_CONNECTION = 6;
/** Bytes of heap and TOAST that one COPY takes at a time where several connections share a table. */
const RANGE_BYTES = 2 * 1024 * 1024;

export interface TableRows {
  readonly shape: TableShape;
  /** SQL text; null: all rows. A query with a condition is read by the first connection alone. */
  readonly where: string | null;
}

/**
 * Writes the rows of one table into the file, in the order of the heap. Several connections, which must be on one
 * snapshot, take ranges of pages in turn; rows ahead of their turn wait in blocks, or in the server.
 * @param onRow called for each row as it arrives
 * @returns the number of rows, as the server counts them
 */
export function exportTable(
  clients: readonly pg.Client[],
  { shape, where }: TableRows,
  format: BackupFormat,
  file: OutputFile,
  onRow: () => void,
): Promise<number> {
  const columns = shape.columns.map(({ name }) => name);
  return exportRows(clients, columns, copyStatements(shape, format, clients.length, where), format, file, onRow);
}

/** Writes the output of the COPY statements, in order, to one file. */
export async function exportRows(
  clients: readonly pg.Client[],
  columns: readonly string[],
  statements: readonly string[],
  format: BackupFormat,
  file: OutputFile,
  onRow: () => void,
): Promise<number> {
  await file.write(format === 'binary' ? BINARY_HEADER : csvHeader(columns));
  const pools = clients.map(() => new BlockPool(BLOCKS_PER_CONNECTION));
  const streams: (BlockStream | undefined)[] = statements.map(() => undefined);
  const markReady: (() => void)[] = [];
  const ready = statements.map((_, index) => new Promise<void>((resolve) => (markReady[index] = resolve)));
  let next = 0;
  let rows = 0;
  let failure: Error | undefined;

  const run = async (client: pg.Client, pool: BlockPool): Promise<void> => {
    while (next < statements.length && failure === undefined) {
      const index = next++;
      const stream = new BlockStream(pool, format === 'binary', onRow);
      streams[index] = stream;
      markReady[index]?.();
      try {
        // Not `rows += await`: that reads `rows` before the other connections add theirs.
        const copied = await copyOut(client, statements[index] ?? '', stream);
        rows += copied;
        stream.end();
      } catch (error) {
        failure ??= error as Error;
        streams.forEach((each) => each?.fail(failure as Error));
        markReady.forEach((resolve) => resolve());
        throw error;
      }
    }
  };

  const write = async (): Promise<void> => {
    for (const [index] of statements.entries()) {
      await ready[index];
      const stream = streams[index];
      if (stream === undefined) {
        throw failure ?? new Error('a range of the table was not read');
      }
      for await (const block of stream.blocks()) {
        await file.write(block.bytes.subarray(0, block.length));
        stream.giveBack(block);
      }
    }
  };

  const runners = clients.map((client, index) => run(client, pools[index] as BlockPool));
  const writing = write().catch((error: unknown) => {
    // The connections wait for buffer space that never comes: destroying their sockets ends the wait.
    clients.forEach((client) => socketOf(client).destroy());
    throw error;
  });
  const outcomes = await Promise.allSettled([writing, ...runners]);
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) {
    // The writer's own failure comes first: it is what made the connections fail, or it has theirs.
    throw failed.reason as Error;
  }
  if (format === 'binary') {
    await file.write(BINARY_TRAILER);
  }
  return rows;
}

function csvHeader(columns: readonly string[]): Buffer {
  const names = columns.map((name) => (/[",\r\n]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name));
  return Buffer.from(`${names.join(',')}\n`, 'utf8');
}

/** One COPY, or one for each range of pages. The last range is open, so the ranges cover the whole snapshot. */
function copyStatements(shape: TableShape, format: BackupFormat, connections: number, filter: string | null): string[] {
  const columns = shape.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  const from = `SELECT ${columns} FROM ${qualifiedName(shape.schema, shape.table)}`;
  const options = format === 'binary' ? 'FORMAT binary' : `FORMAT csv, ENCODING 'UTF8'`;
  const copy = (where: string): string => `COPY (${from}${where}) TO STDOUT (${options})`;
  const blocksPerRange = Math.max(1, Math.round((RANGE_BYTES / Math.max(1, shape.bytes)) * shape.blocks));
  if (filter !== null) {
    return [copy(` WHERE ${filter}`)];
  }
  if (connections === 1 || shape.blocks <= blocksPerRange) {
    return [copy('')];
  }
  const starts = Array.from({ length: Math.ceil(shape.blocks / blocksPerRange) }, (_, index) => index * blocksPerRange);
  return starts.map((start, index) => {
    const end = starts[index + 1];
    return copy(` WHERE ctid >= '(${start},0)'::tid${end === undefined ? '' : ` AND ctid < '(${end},0)'::tid`}`);
  });
}
