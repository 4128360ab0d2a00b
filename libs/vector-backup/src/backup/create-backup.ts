import { fileTimestamp, isoTimestamp } from '#libs/clock';
import { DomainError, errorText } from '#libs/domain-errors';
import { formatFileSize } from '#libs/files';
import { databaseNameOf, qualifiedName } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';
import type { BackupFolder } from '../folder/backup-folder.js';
import { dataFileName, deletedName, LOG_NAME, manifestName } from '../folder/backup-names.js';
import { hashFile } from '../folder/hash-file.js';
import { planIncrement, type IncrementPlan } from '../incremental/plan-increment.js';
import { readRowHistory } from '../incremental/row-history.js';
import type { Increment, Manifest, ManifestTable } from '../manifest.js';
import type { OperationContext } from '../progress.js';
import { EMBEDDING_TABLE, type BackupCompression, type BackupFormat, type VectorTable } from '../tables.js';
import { failedBackup, renderBackupLog } from './backup-log.js';
import type { BackedUpTable, BackupResult, TruncatedTable } from './backup-result.js';
import { ExportProgress } from './export-progress.js';
import { exportTable } from './export-table.js';
import { OutputFile } from './output-file.js';
import {
  explainLocks,
  readSourceFacts,
  withFollowers,
  withSnapshot,
  type Snapshot,
  type SourceFacts,
} from './snapshot.js';
import { readDimensions } from './vector-dimensions.js';

export interface BackupOptions {
  readonly connectionString: string;
  readonly folder: BackupFolder;
  /** In whose name the timestamp is reserved: the operation. */
  readonly owner: string;
  readonly taskId: string | null;
  readonly startedAt: Date;
  readonly timeZone: string;
  readonly tables: readonly VectorTable[];
  readonly format: BackupFormat;
  readonly compression: BackupCompression;
  /** Only rows that an earlier backup of the folder does not have, and a list of those that were deleted since. */
  readonly incremental?: boolean;
  /** Connections that read at a time; null lets the server decide. */
  readonly parallel: number | null;
  /** Empties the embedding table once its rows are safe. */
  readonly truncate: boolean;
  readonly lockTimeoutMs: number;
  /**
   * Taken by an earlier attempt at the same backup. Its worker may only have been slow, and would remove files of
   * that name when it notices that it was given up.
   */
  readonly avoidTimestamp?: string | null;
}

export interface BackupContext extends OperationContext {
  /** The timestamp is taken: files of that name are this operation's from here on. */
  onTimestamp(timestamp: string): Promise<void>;
  /**
   * The files are complete under their names. With a transaction id the table is truncated after this, and whether
   * that happened is what the server says of the transaction.
   */
  onPublished(result: BackupResult, transactionId: string | null): Promise<void>;
}

const DEFAULT_CONNECTIONS = 2;
/** Vectors as text take about three times what they take in the table. */
const CSV_BYTES_PER_STORED_BYTE = 3;

/**
 * Backs the vector tables up on one snapshot and, if asked, empties the embedding table: writers are kept out from
 * the snapshot to the end, and the table is truncated only after the files were read back from the disk.
 * On failure no table is truncated, and of an incomplete backup nothing stays but the line in the log of the folder.
 * @throws DomainError; its details say what was done
 */
export async function createBackup(options: BackupOptions, context: BackupContext): Promise<BackupResult> {
  const { folder, timeZone, startedAt } = options;
  context.progress({ phase: 'connecting', table: null, rows: 0, total_rows: null, bytes: 0 });
  let run: BackupRun | null = null;
  try {
    await folder.create();
    const base = fileTimestamp(startedAt, timeZone);
    const timestamp = await folder.reserveTimestamp(base, options.avoidTimestamp ?? null, options.owner);
    run = new BackupRun(options, context, timestamp);
    await context.onTimestamp(timestamp);
    const result = await run.execute();
    return await logged(result, options);
  } catch (error) {
    await run?.cleanUp();
    const isOurs = error instanceof DomainError && error.kind !== 'cancelled' && !context.signal.aborted;
    if (run !== null && isOurs) {
      const failed = failedBackup(error, run.published, options, run.seconds());
      // The failure itself is what to report, also where the log cannot be written.
      await folder.write(LOG_NAME, renderBackupLog(failed, options)).catch(() => undefined);
    }
    throw withState(error, run?.published ?? null);
  }
}

/** Writes the log of the folder. What is done is done, with or without it: a log that cannot be written is told. */
async function logged(result: BackupResult, options: BackupOptions): Promise<BackupResult> {
  try {
    await options.folder.write(LOG_NAME, renderBackupLog(result, options));
    return result;
  } catch (error) {
    const reason = error instanceof DomainError ? errorText(error, 'zh') : LOG_NAME;
    return { ...result, errors: [...result.errors, `${LOG_NAME}: ${reason}`] };
  }
}

/** Errors say what was done. */
function withState(error: unknown, published: BackupResult | null): unknown {
  if (!(error instanceof DomainError)) {
    return error;
  }
  const state = {
    backup_performed: published !== null,
    truncate_performed: false,
    ...(published === null ? {} : { tables_backed_up: published.tables_backed_up }),
  };
  return new DomainError(error.definition, error.params, {
    cause: error.cause,
    details: { ...error.details, ...state },
  });
}

class BackupRun {
  private readonly began = performance.now();
  private readonly names: string[];
  /** What is whole under its names, whatever happens after it. */
  published: BackupResult | null = null;

  constructor(
    private readonly options: BackupOptions,
    private readonly context: BackupContext,
    private readonly timestamp: string,
  ) {
    const { tables, format, compression } = options;
    this.names = tables.map((table) => dataFileName(table, timestamp, format, compression));
  }

  async execute(): Promise<BackupResult> {
    const { options, context } = this;
    const snapshotOptions = { ...options, keepWritersOut: options.truncate };
    return withSnapshot(snapshotOptions, context.signal, async (snapshot) => {
      const facts = await readSourceFacts(snapshot.client, options.connectionString);
      const origin = await this.origin(snapshot);
      const plan = options.incremental ? await planIncrement(snapshot, options.folder, origin, context) : null;
      const written = await this.exportAll(snapshot, facts, plan);
      const increment = plan === null ? null : await this.writeDeleted(plan);
      const manifest = await this.manifest(snapshot, facts, written, { ...origin, incremental: increment });
      const { folder } = options;
      await folder.prepare(manifestName(this.timestamp), `${JSON.stringify(manifest, null, 2)}\n`);
      await folder.publish([...this.names, manifestName(this.timestamp)]);
      const result = this.result(written, increment);
      this.published = result;
      if (!options.truncate) {
        await context.onPublished(result, null);
        return result;
      }
      await this.readBack(written);
      const truncated = await this.truncate(snapshot, result);
      return {
        ...result,
        truncate_performed: true,
        truncate_results: { [EMBEDDING_TABLE]: truncated },
        duration: this.seconds(),
      };
    });
  }

  /** Of an incomplete backup nothing stays; one that is whole does, whatever failed after it. */
  async cleanUp(): Promise<void> {
    const all = [...this.names, manifestName(this.timestamp)];
    const { folder } = this.options;
    // The first error is the one to report.
    await (this.published === null ? folder.remove(all) : folder.removeUnfinished(all)).catch(() => undefined);
  }

  private async exportAll(
    snapshot: Snapshot,
    facts: SourceFacts,
    plan: IncrementPlan | null,
  ): Promise<ManifestTable[]> {
    const { options, context } = this;
    const connections = plan === null ? this.connections(snapshot, facts) : 1;
    const progress = new ExportProgress(context, facts.estimatedRows);
    const work = async (clients: Parameters<typeof exportTable>[0]): Promise<ManifestTable[]> => {
      const tables: ManifestTable[] = [];
      for (const [index, shape] of snapshot.shapes.entries()) {
        const name = this.names[index] ?? '';
        const began = performance.now();
        const file = new OutputFile(
          await options.folder.begin(name, shape.bytes * CSV_BYTES_PER_STORED_BYTE),
          options.compression,
        );
        // A write that hangs, on a network say, ends with it.
        const giveUp = (): void => void file.abandon();
        context.signal.addEventListener('abort', giveUp, { once: true });
        try {
          progress.begin(shape.table, file);
          const where = shape.table === EMBEDDING_TABLE ? (plan?.where ?? null) : null;
          const rows = await exportTable(clients, { shape, where }, options.format, file, () => progress.row());
          const { bytes, sha256 } = await file.finish();
          const { table, columns, ddl } = shape;
          tables.push({ table, file: name, columns, rows, bytes, sha256, ddl });
          progress.end();
        } catch (error) {
          await file.abandon();
          throw error;
        } finally {
          context.signal.removeEventListener('abort', giveUp);
        }
        this.durations.set(shape.table, (performance.now() - began) / 1000);
      }
      return tables;
    };
    return withFollowers(snapshot, { ...options, keepWritersOut: false }, connections - 1, context.signal, work);
  }

  private readonly durations = new Map<VectorTable, number>();

  /** A second connection pays from some megabytes on, and where pages can be read by range (PostgreSQL 14). */
  private connections({ shapes }: Snapshot, facts: SourceFacts): number {
    const { parallel } = this.options;
    if (facts.singleBackend) {
      if (parallel !== null && parallel > 1) {
        throw new DomainError(vectorBackupErrors.vector_embedded_parallel);
      }
      return 1;
    }
    const canReadRanges = Number.parseInt(facts.serverVersion, 10) >= 14;
    const bytes = shapes.reduce((sum, shape) => sum + shape.bytes, 0);
    return !canReadRanges || bytes < 16 * 1024 * 1024 ? 1 : (parallel ?? DEFAULT_CONNECTIONS);
  }

  /** Where the rows are from, as far as a later backup has to know. */
  private async origin({ client, shapes }: Snapshot): Promise<Pick<Manifest, 'source' | 'row_history'>> {
    const { connectionString } = this.options;
    const url = new URL(connectionString);
    const shape = shapes.find(({ table }) => table === EMBEDDING_TABLE);
    return {
      source: {
        host: url.hostname || 'localhost',
        port: url.port || '5432',
        database: databaseNameOf(connectionString),
        schema: shapes[0]?.schema ?? '',
      },
      row_history: shape === undefined ? null : await readRowHistory(client, shape),
    };
  }

  private async writeDeleted(plan: IncrementPlan): Promise<Increment> {
    this.names.push(deletedName(this.timestamp));
    return plan.writeDeleted(this.options.folder, this.timestamp);
  }

  private async manifest(
    snapshot: Snapshot,
    facts: SourceFacts,
    tables: ManifestTable[],
    origin: Pick<Manifest, 'source' | 'row_history' | 'incremental'>,
  ): Promise<Manifest> {
    const { options, timestamp } = this;
    return {
      version: 1,
      timestamp,
      created_at: isoTimestamp(options.startedAt, options.timeZone),
      snapshot_at: isoTimestamp(facts.snapshotAt, options.timeZone),
      format: options.format,
      compression: options.compression,
      null_marker: '',
      tables,
      dimensions: await readDimensions(snapshot.client, snapshot.shapes),
      ...origin,
      server_version: facts.serverVersion,
      pgvector_version: facts.pgvectorVersion,
      task_id: options.taskId,
    };
  }

  private result(tables: readonly ManifestTable[], increment: Increment | null): BackupResult {
    const backedUp = tables.map(({ table, rows, bytes, file, sha256 }): [VectorTable, BackedUpTable] => [
      table,
      {
        success: true,
        row_count: rows,
        file_size: formatFileSize(bytes),
        file_size_bytes: bytes,
        backup_file: file,
        sha256,
        duration: round(this.durations.get(table) ?? 0),
      },
    ]);
    return {
      backup_performed: true,
      truncate_performed: false,
      backup_directory: this.options.folder.location,
      backup_timestamp: this.timestamp,
      manifest_file: manifestName(this.timestamp),
      tables_backed_up: Object.fromEntries(backedUp),
      truncate_results: {},
      incremental: increment && {
        base_timestamp: increment.base_timestamp,
        deleted_file: deletedName(this.timestamp),
        deleted_rows: increment.deleted.rows,
        total_rows: increment.total_rows,
      },
      errors: [],
      duration: this.seconds(),
    };
  }

  /** @throws DomainError `vector_read_back_differs` */
  private async readBack(tables: readonly ManifestTable[]): Promise<void> {
    const { folder } = this.options;
    for (const { table, file, rows, bytes, sha256 } of tables) {
      this.context.progress({ phase: 'reading_back', table, rows, total_rows: rows, bytes });
      const read = await hashFile(folder, file, this.context.signal);
      if (read.sha256 !== sha256 || read.bytes !== bytes) {
        throw new DomainError(vectorBackupErrors.vector_read_back_differs, { file });
      }
    }
  }

  private async truncate({ client, shapes }: Snapshot, result: BackupResult): Promise<TruncatedTable> {
    const began = performance.now();
    const rows = result.tables_backed_up[EMBEDDING_TABLE]?.row_count ?? 0;
    const shape = shapes.find(({ table }) => table === EMBEDDING_TABLE);
    if (shape === undefined) {
      throw new Error('a truncation without a backup of its table was asked for');
    }
    this.context.progress({ phase: 'truncating', table: EMBEDDING_TABLE, rows, total_rows: rows, bytes: 0 });
    const { rows: ids } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    await this.context.onPublished(result, ids[0]?.id ?? null);
    this.context.signal.throwIfAborted();
    const table = qualifiedName(shape.schema, EMBEDDING_TABLE);
    await explainLocks(this.options.lockTimeoutMs, () => client.query(`TRUNCATE ${table}`));
    const { rows: after } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ${table}`);
    return {
      success: true,
      rows_before: rows,
      rows_after: Number(after[0]?.rows ?? 0),
      duration: round((performance.now() - began) / 1000),
    };
  }

  /** Since it began. */
  seconds(): number {
    return round((performance.now() - this.began) / 1000);
  }
}

/** Seconds to the millisecond. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
