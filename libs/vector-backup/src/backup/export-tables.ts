import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { vectorBackupErrors } from '../errors.js';
import type { ManifestTable } from '../manifest.js';
import { EMBEDDING_TABLE } from '../tables.js';
import type { BackupContext, BackupOptions } from './backup-options.js';
import { ExportProgress } from './export-progress.js';
import { exportTable, type TableRows } from './export-table.js';
import { OutputFile } from './output-file.js';
import { withFollowers, type Snapshot, type SourceFacts } from './snapshot.js';

const DEFAULT_CONNECTIONS = 2;
/** From so much on a second connection pays. */
const WORTH_TWO_BYTES = 16 * 1024 * 1024;
/** Vectors take about three times as many bytes as text than in the table. */
const CSV_BYTES_PER_STORED_BYTE = 3;

/** A table that is written, and not yet published. */
export interface ExportedTable {
  readonly entry: ManifestTable;
  readonly seconds: number;
}

/**
 * Writes each table of the snapshot into a file, one after the other.
 * @param where which embeddings; null: all of them
 * @param names of the files, in the order of the tables
 */
export async function exportTables(
  snapshot: Snapshot,
  facts: SourceFacts,
  where: string | null,
  names: readonly string[],
  options: BackupOptions,
  context: BackupContext,
): Promise<ExportedTable[]> {
  const connections = where === null ? connectionsFor(snapshot, facts, options.parallel) : 1;
  const progress = new ExportProgress(context, facts.estimatedRows);
  const work = async (clients: readonly pg.Client[]): Promise<ExportedTable[]> => {
    const exported: ExportedTable[] = [];
    for (const [index, shape] of snapshot.shapes.entries()) {
      const began = performance.now();
      const rows = { shape, where: shape.table === EMBEDDING_TABLE ? where : null };
      const entry = await exportInto(names[index] ?? '', rows, clients, progress, options, context.signal);
      exported.push({ entry, seconds: (performance.now() - began) / 1000 });
    }
    return exported;
  };
  return withFollowers(snapshot, { ...options, keepWritersOut: false }, connections - 1, context.signal, work);
}

async function exportInto(
  name: string,
  { shape, where }: TableRows,
  clients: readonly pg.Client[],
  progress: ExportProgress,
  { folder, format, compression }: BackupOptions,
  signal: AbortSignal,
): Promise<ManifestTable> {
  const file = await OutputFile.begin(folder, name, shape.bytes * CSV_BYTES_PER_STORED_BYTE, compression);
  // This also ends a hanging write, for example on a network.
  const abandon = (): void => void file.abandon();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    progress.begin(shape.table, file);
    const rows = await exportTable(clients, { shape, where }, format, file, () => progress.row());
    const { bytes, sha256 } = await file.finish();
    progress.end();
    const { table, columns, ddl, structure } = shape;
    return { table, file: name, columns, rows, bytes, sha256, ddl, structure };
  } catch (error) {
    await file.abandon();
    throw error;
  } finally {
    signal.removeEventListener('abort', abandon);
  }
}

/** A second connection pays from some megabytes on, and where pages can be read by range (PostgreSQL 14). */
function connectionsFor({ shapes }: Snapshot, facts: SourceFacts, parallel: number | null): number {
  if (facts.singleBackend) {
    if (parallel !== null && parallel > 1) {
      throw new DomainError(vectorBackupErrors.vector_embedded_parallel);
    }
    return 1;
  }
  const canReadRanges = Number.parseInt(facts.serverVersion, 10) >= 14;
  const bytes = shapes.reduce((sum, shape) => sum + shape.bytes, 0);
  return !canReadRanges || bytes < WORTH_TWO_BYTES ? 1 : (parallel ?? DEFAULT_CONNECTIONS);
}
