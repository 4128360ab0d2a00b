import type pg from 'pg';
import { DomainError } from '#libs/domain-errors';
import { formatFileSize } from '#libs/files';
import { render } from '#libs/language';
import { describeConnection, inTransaction, qualifiedName } from '#libs/postgres';
import { explainLocks, SESSION } from '../backup/snapshot.js';
import { readDimensions } from '../backup/vector-dimensions.js';
import type { TableShape } from '../backup/table-shape.js';
import { translateVectorError } from '../database/translate-error.js';
import { withVectorClient } from '../database/vector-client.js';
import { vectorBackupErrors } from '../errors.js';
import { backupDate } from '../folder/backup-names.js';
import type { Manifest } from '../manifest.js';
import { vectorBackupMessages } from '../messages.js';
import type { OperationContext, OperationPhase } from '../progress.js';
import { COLLECTION_TABLE, EMBEDDING_TABLE, RECORD_TABLE, type VectorTable } from '../tables.js';
import { digestOfFile, digestOfTable, requireEqualContent } from '../verify/content-digest.js';
import { openBackupSet, plainWarning, type BackupSet, type BackupTable } from './backup-set.js';
import { advanceIdentities } from './advance-identities.js';
import { restoreCollections, type RestoredCollections } from './restore-collections.js';
import { loadDirectly, loadThroughStaging, stagedRows, type RestoredEmbeddings } from './restore-embeddings.js';
import type { RestoreOptions } from './restore-options.js';
import type { RestoredTable, RestoreResult } from './restore-result.js';
import { checkFit, openTarget } from './restore-target.js';
import { takeIndexesAway } from './rebuild-indexes.js';
import { translateLoadError } from './translate-load-error.js';

export interface RestoreContext extends OperationContext {
  /** All rows are loaded; the outcome of this transaction decides whether they stay. */
  onLoaded(result: RestoreResult, transactionId: string): Promise<void>;
}

/**
 * Restores a backup in one transaction, after its files were checked: all of it, or nothing.
 * @throws DomainError
 */
export async function restoreBackup(options: RestoreOptions, context: RestoreContext): Promise<RestoreResult> {
  const { connectionString, folder, timestamp, tables } = options;
  context.progress({ phase: 'checking', table: null, rows: 0, total_rows: null, bytes: 0 });
  const set = await openBackupSet(folder, timestamp, tables, context.signal);
  return withVectorClient(connectionString, context.signal, async (client) => {
    try {
      return await inTransaction(client, () => new RestoreRun(options, context, client, set).execute());
    } catch (error) {
      context.signal.throwIfAborted();
      throw translateVectorError(translateLoadError(error), describeConnection(connectionString), true);
    }
  });
}

class RestoreRun {
  private readonly began = performance.now();
  private bytes = 0;
  private rows = 0;

  constructor(
    private readonly options: RestoreOptions,
    private readonly context: RestoreContext,
    private readonly client: pg.Client,
    private readonly set: BackupSet,
  ) {}

  async execute(): Promise<RestoreResult> {
    const { options, client, set } = this;
    await client.query(SESSION);
    await client.query(`SET LOCAL lock_timeout = ${options.lockTimeoutMs}`);
    const { shapes, notRecreated } = await openTarget(client, options.connectionString, options, set);
    const converted = await checkFit(client, set, shapes);
    const truncated = options.truncateBefore ? await this.truncate(shapes) : {};
    const dimensions = await readDimensions(client, shapes);
    const collections = await this.collections(shapes);
    const embeddings = await this.restoreRows(EMBEDDING_TABLE, shapes, collections);
    const records = await this.restoreRows(RECORD_TABLE, shapes, null);
    await this.requireOneDimension(dimensions, shapes);
    await advanceIdentities(client, shapes);
    const restored = { ...collections?.answer, ...embeddings?.answer, ...records?.answer };
    const verification = options.verify ? await this.verify(shapes, restored, collections?.sameIds ?? true) : null;
    const result: RestoreResult = {
      restore_performed: true,
      truncate_performed: options.truncateBefore && Object.keys(truncated).length > 0,
      backup_info: {
        backup_path: options.backupPath,
        timestamp: options.timestamp,
        backup_date: backupDate(options.timestamp),
      },
      truncate_results: truncated,
      restore_results: restored,
      indexes_rebuilt: [...(embeddings?.indexes ?? []), ...(records?.indexes ?? [])],
      verification,
      errors: this.warnings(notRecreated, converted),
      duration: this.secondsSince(this.began),
    };
    const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
    await this.context.onLoaded(result, rows[0]?.id ?? '');
    this.context.signal.throwIfAborted();
    return result;
  }

  private warnings(names: readonly string[], columns: readonly string[]): string[] {
    const { language } = this.context;
    const { not_recreated, converted_columns } = vectorBackupMessages;
    const plain = plainWarning(this.set);
    return [
      ...(plain === null ? [] : [render(plain, language)]),
      ...(names.length === 0 ? [] : [render(not_recreated({ names: names.join(', ') }), language)]),
      ...(columns.length === 0 ? [] : [render(converted_columns({ columns: columns.join(', ') }), language)]),
    ];
  }

  /** All tables in one statement: the foreign key between them allows no other way. */
  private async truncate(shapes: readonly TableShape[]): Promise<RestoreResult['truncate_results']> {
    const chosen = shapes.filter(({ table }) => this.options.tables.includes(table));
    if (chosen.length === 0) {
      return {};
    }
    this.tell('truncating', null);
    const results: [VectorTable, { success: true; rows_before: number; rows_after: 0 }][] = [];
    for (const { schema, table } of chosen) {
      const count = await this.count(`SELECT count(*) AS count FROM ${qualifiedName(schema, table)}`);
      results.push([table, { success: true, rows_before: count, rows_after: 0 }]);
    }
    const names = chosen.map(({ schema, table }) => qualifiedName(schema, table)).join(', ');
    await explainLocks(this.options.lockTimeoutMs, () => this.client.query(`TRUNCATE ${names}`));
    return Object.fromEntries(results);
  }

  private async collections(
    shapes: readonly TableShape[],
  ): Promise<(RestoredCollections & { answer: RestoreResult['restore_results'] }) | null> {
    const [table, shape] = this.pair(shapes, COLLECTION_TABLE);
    if (!table || !shape) {
      return null;
    }
    const began = performance.now();
    this.tell('copying', COLLECTION_TABLE);
    const restored = await restoreCollections(this.client, this.set, table, shape, this.options, this.onBytes);
    const { inserted, matched } = restored;
    this.rows += inserted + matched;
    const answer = { [COLLECTION_TABLE]: this.answer(table, { written: inserted, skipped: matched }, began) };
    return { ...restored, answer };
  }

  private async restoreRows(
    name: typeof EMBEDDING_TABLE | typeof RECORD_TABLE,
    shapes: readonly TableShape[],
    collections: RestoredCollections | null,
  ): Promise<{ indexes: string[]; answer: RestoreResult['restore_results'] } | null> {
    const [table, shape] = this.pair(shapes, name);
    if (!table || !shape) {
      return null;
    }
    const { client, set, options } = this;
    const began = performance.now();
    this.tell('copying', name);
    const target = qualifiedName(shape.schema, shape.table);
    const isEmpty = (await this.count(`SELECT count(*) AS count FROM (SELECT FROM ${target} LIMIT 1) AS one`)) === 0;
    const mapCollections = collections !== null && !collections.sameIds;
    const isChain = set.increment !== null && name === EMBEDDING_TABLE;
    if (isChain || mapCollections || (!isEmpty && options.onConflict !== 'error')) {
      const staged = { ...options, mapCollections };
      const compare = isChain && options.verify ? () => this.tell('verifying', name) : null;
      const restored = await loadThroughStaging(client, set, table, shape, staged, this.onBytes, compare);
      return { indexes: [], answer: this.rowsAnswer(table, restored, began) };
    }
    const indexes = isEmpty ? await takeIndexesAway(client, shape, table.rows, options) : null;
    const restored = await loadDirectly(client, set, table, shape, this.onBytes);
    if (indexes && indexes.names.length > 0) {
      this.tell('indexing', name);
      await indexes.putBack();
    }
    return { indexes: indexes?.names ?? [], answer: this.rowsAnswer(table, restored, began) };
  }

  /**
   * A collection with vectors of several lengths cannot be searched. A backup is restored as it was, but it must not add
   * another length to a collection of the target.
   */
  private async requireOneDimension(before: Manifest['dimensions'], shapes: readonly TableShape[]): Promise<void> {
    for (const { collection, dimensions } of await readDimensions(this.client, shapes)) {
      const known = before.filter((entry) => entry.collection === collection && entry.dimensions !== null);
      if (dimensions !== null && known.length > 0 && known.every((entry) => entry.dimensions !== dimensions)) {
        const reason = `${collection}: ${known[0]?.dimensions} / ${dimensions}`;
        throw new DomainError(vectorBackupErrors.vector_restore_dimensions, { reason });
      }
    }
  }

  /** Compares the rows of the file with those that this transaction wrote, as the server gives them back. */
  private async verify(
    shapes: readonly TableShape[],
    results: RestoreResult['restore_results'],
    sameIds: boolean,
  ): Promise<RestoreResult['verification']> {
    const { set } = this;
    const comparable = set.tables.filter(
      (table) => sameIds && this.rowsOf(table) !== null && results[table.table]?.rows_restored === this.rowsOf(table),
    );
    let compared = 0;
    for (const table of comparable) {
      const shape = shapes.find((each) => each.table === table.table);
      if (shape === undefined) {
        continue;
      }
      this.tell('verifying', table.table);
      const restored = await digestOfTable(this.client, shape, table, 'WHERE xmin = pg_current_xact_id()::xid');
      // Files of a chain were compared when they were loaded.
      const isChain = set.increment !== null && table.table === EMBEDDING_TABLE;
      const expected = isChain
        ? await digestOfTable(this.client, stagedRows(EMBEDDING_TABLE), table, '')
        : await digestOfFile(set, table);
      compared += requireEqualContent(table, expected, restored);
    }
    return { tables_compared: comparable.map(({ table }) => table), rows_compared: compared };
  }

  private rowsAnswer(
    table: BackupTable,
    restored: RestoredEmbeddings,
    began: number,
  ): RestoreResult['restore_results'] {
    this.rows += restored.written + restored.skipped;
    return { [table.table]: this.answer(table, restored, began) };
  }

  private answer(table: BackupTable, { written, skipped }: RestoredEmbeddings, began: number): RestoredTable {
    this.context.log(vectorBackupMessages.rows_restored({ table: table.table, rows: written }));
    return {
      success: true,
      source_file: table.name,
      rows_restored: written,
      rows_skipped: skipped,
      file_size: formatFileSize(table.bytes),
      duration: this.secondsSince(began),
    };
  }

  /** Rows of the backup; null if not counted. */
  private rowsOf({ table, rows }: BackupTable): number | null {
    const { increment } = this.set;
    return increment !== null && table === EMBEDDING_TABLE ? increment.totalRows : rows;
  }

  private pair(shapes: readonly TableShape[], name: VectorTable): [BackupTable | undefined, TableShape | undefined] {
    return [this.set.tables.find(({ table }) => table === name), shapes.find(({ table }) => table === name)];
  }

  private async count(query: string): Promise<number> {
    const { rows } = await this.client.query<{ count: string }>(query);
    return Number(rows[0]?.count ?? 0);
  }

  private readonly onBytes = (bytes: number): void => {
    this.bytes += bytes;
    this.tell('copying', null);
  };

  private tell(phase: OperationPhase, table: VectorTable | null): void {
    const total = this.set.tables
      .map((table) => this.rowsOf(table))
      .reduce((sum, rows) => (sum === null || rows === null ? null : sum + rows), 0);
    this.context.progress({ phase, table, rows: this.rows, total_rows: total, bytes: this.bytes });
  }

  private secondsSince(began: number): number {
    return Math.round(performance.now() - began) / 1000;
  }
}
