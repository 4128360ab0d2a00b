import { isoTimestamp } from '#libs/clock';
import { DomainError } from '#libs/domain-errors';
import { formatFileSize } from '#libs/files';
import { databaseNameOf, qualifiedName } from '#libs/postgres';
import { vectorBackupErrors } from '../errors.js';
import { renderManifest } from '../encryption/manifest-seal.js';
import { dataFileName, deletedName, manifestName } from '../folder/backup-names.js';
import { hashFile } from '../folder/hash-file.js';
import { planIncrement, type IncrementPlan } from '../incremental/plan-increment.js';
import { readRowHistory } from '../incremental/row-history.js';
import type { Increment, Manifest, ManifestTable } from '../manifest.js';
import { EMBEDDING_TABLE, TRUNCATED_TABLES, type VectorTable } from '../tables.js';
import type { BackupContext, BackupOptions } from './backup-options.js';
import type { BackedUpTable, BackupResult, TruncatedTable } from './backup-result.js';
import { exportTables, type ExportedTable } from './export-tables.js';
import { explainLocks, readSourceFacts, withSnapshot, type Snapshot, type SourceFacts } from './snapshot.js';
import { readDimensions } from './vector-dimensions.js';

/** One attempt at a backup under a timestamp. */
export class BackupRun {
  private readonly began = performance.now();
  private readonly names: string[];
  /** Published files; they stay even after a later failure. */
  published: BackupResult | null = null;

  constructor(
    private readonly options: BackupOptions,
    private readonly context: BackupContext,
    private readonly timestamp: string,
  ) {
    const { tables, format, compression } = options;
    this.names = tables.map((table) => dataFileName(table, timestamp, format, compression, this.isEncrypted));
  }

  private get isEncrypted(): boolean {
    return this.options.folder.keys.current !== null;
  }

  async execute(): Promise<BackupResult> {
    const { options, context } = this;
    const snapshotOptions = { ...options, keepWritersOut: options.truncate };
    return withSnapshot(snapshotOptions, context.signal, async (snapshot) => {
      const facts = await readSourceFacts(snapshot.client, options.connectionString);
      const origin = await this.origin(snapshot);
      const plan = options.incremental ? await planIncrement(snapshot, options.folder, origin, context) : null;
      const exported = await exportTables(snapshot, facts, plan?.where ?? null, this.names, options, context);
      const written = exported.map(({ entry }) => entry);
      const increment = plan === null ? null : await this.writeDeleted(plan);
      const manifest = await this.manifest(snapshot, facts, written, { ...origin, incremental: increment });
      const { folder } = options;
      await folder.prepare(manifestName(this.timestamp), renderManifest(manifest, folder.keys.current));
      await folder.publish([...this.names, manifestName(this.timestamp)]);
      const result = this.result(exported, increment);
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
        truncate_results: truncated,
        duration: this.seconds(),
      };
    });
  }

  /** Removes an incomplete backup; keeps a complete one, even after a later failure. */
  async cleanUp(): Promise<void> {
    const all = [...this.names, manifestName(this.timestamp)];
    const { folder } = this.options;
    // The first error is the one to report.
    await (this.published === null ? folder.remove(all) : folder.removeUnfinished(all)).catch(() => undefined);
  }

  /** Since it began. */
  seconds(): number {
    return round((performance.now() - this.began) / 1000);
  }

  /** Origin of the rows, for later incremental backups. */
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
    this.names.push(deletedName(this.timestamp, this.isEncrypted));
    return plan.writeDeleted(this.options.folder, this.timestamp);
  }

  private async manifest(
    snapshot: Snapshot,
    facts: SourceFacts,
    tables: ManifestTable[],
    origin: Pick<Manifest, 'source' | 'row_history' | 'incremental'>,
  ): Promise<Omit<Manifest, 'encryption'>> {
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

  private result(tables: readonly ExportedTable[], increment: Increment | null): BackupResult {
    const backedUp = tables.map(({ entry, seconds }): [VectorTable, BackedUpTable] => [
      entry.table,
      {
        success: true,
        row_count: entry.rows,
        file_size: formatFileSize(entry.bytes),
        file_size_bytes: entry.bytes,
        backup_file: entry.file,
        sha256: entry.sha256,
        duration: round(seconds),
      },
    ]);
    return {
      backup_performed: true,
      truncate_performed: false,
      backup_directory: this.options.folder.location,
      backup_timestamp: this.timestamp,
      manifest_file: manifestName(this.timestamp),
      log_file: null,
      tables_backed_up: Object.fromEntries(backedUp),
      truncate_results: {},
      encryption_key_id: this.options.folder.keys.current?.id ?? null,
      incremental: increment && {
        base_timestamp: increment.base_timestamp,
        deleted_file: deletedName(this.timestamp, this.isEncrypted),
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

  private async truncate(
    { client, shapes }: Snapshot,
    result: BackupResult,
  ): Promise<BackupResult['truncate_results']> {
    const began = performance.now();
    const rows = result.tables_backed_up[EMBEDDING_TABLE]?.row_count ?? 0;
    const chosen = shapes.filter(({ table }) => TRUNCATED_TABLES.includes(table));
    if (!chosen.some(({ table }) => table === EMBEDDING_TABLE)) {
      throw new Error('a truncation without a backup of its table was asked for');
    }
    this.context.progress({ phase: 'truncating', table: EMBEDDING_TABLE, rows, total_rows: rows, bytes: 0 });
    const { rows: ids } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    await this.context.onPublished(result, ids[0]?.id ?? null);
    this.context.signal.throwIfAborted();
    const names = chosen.map(({ schema, table }) => qualifiedName(schema, table));
    await explainLocks(this.options.lockTimeoutMs, () => client.query(`TRUNCATE ${names.join(', ')}`));
    const duration = round((performance.now() - began) / 1000);
    const truncated: [VectorTable, TruncatedTable][] = [];
    for (const { schema, table } of chosen) {
      const { rows: after } = await client.query<{ rows: string }>(
        `SELECT count(*) AS rows FROM ${qualifiedName(schema, table)}`,
      );
      const rows_before = result.tables_backed_up[table]?.row_count ?? 0;
      truncated.push([table, { success: true, rows_before, rows_after: Number(after[0]?.rows ?? 0), duration }]);
    }
    return Object.fromEntries(truncated);
  }
}

/** Seconds to the millisecond. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
