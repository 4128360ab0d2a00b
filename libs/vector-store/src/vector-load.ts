import type pg from 'pg';
import { inTransaction } from '#libs/postgres';
import { describeCollections } from './describe-collections.js';
import { embeddedRows, keyOf, writeRows, type PendingRecord } from './embedded-rows.js';
import {
  appendPending,
  claimRecords,
  countMerge,
  deleteSuperseded,
  lockMerges,
  releaseReplaced,
  surveyStore,
  type MergeCounts,
  type Replace,
  type Survey,
} from './merge-load.js';
import { removeStaleRows } from './lexical/catch-up.js';
import { lexicalRow } from './lexical/lexical-row.js';
import { addWaitingRows, mergeWaitingRows } from './lexical/lexical-rows.js';
import { releaseRecords, type ReleaseCounts } from './release-records.js';
import { RowSpool } from './row-spool.js';
import { dropMisfitIndexes } from './similarity-index.js';
import { createStaging, createWorkTables, dropStaging, stageRecords, type Staging } from './staging.js';
import { checkFit } from './store-fit.js';
import type { EmbedderDescription } from './embedder-description.js';
import { COLLECTIONS, type VectorRecord } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

export interface LoadOptions extends EmbedderDescription {
  readonly taskId: string;
  /** Also release records of earlier loads that this load does not contain. */
  readonly replace: Replace;
  /** Sources whose records the task takes back, if the load does not contain them. */
  readonly withdrawn?: readonly string[];
}

/** When nothing was written, `missing` records need vectors first: see `nextPending`. */
export type MergeResult =
  { readonly merged: true; readonly counts: MergeCounts } | { readonly merged: false; readonly missing: number };

/**
 * One load into Vanna's tables, or into the table of `PGVectorStore`. Records wait in a temporary table, and rows with their vectors in a file, while the
 * embeddings are computed; that may take minutes and holds no locks. `merge` then loads everything atomically. Memory
 * does not depend on the number of records.
 *
 * `cmetadata` records the origin of a row in addition to Vanna's keys: `source` (the subject of the record), `tasks`
 * (the tasks that loaded it), `embedding_model` and `embedding`; that of a collection has `embedding`. Readers ignore
 * them; backups include them.
 */
export class VectorLoad {
  /** Number of the last pending record whose row is in the spool. */
  private embeddedUpTo = 0;
  private dimensions: number | null = null;
  private spool: RowSpool | null = null;

  private constructor(
    private readonly client: pg.ClientBase,
    private readonly tables: VectorTables,
    private readonly staging: Staging,
    /** Number of records. */
    private readonly staged: number,
    private readonly options: LoadOptions,
  ) {}

  /** Stages the records, each id once; the store is not looked at before `merge`. */
  static async open(
    client: pg.ClientBase,
    tables: VectorTables,
    records: Iterable<VectorRecord> | AsyncIterable<VectorRecord>,
    options: LoadOptions,
  ): Promise<VectorLoad> {
    return inTransaction(client, async () => {
      const staging = await createStaging(client, tables);
      const staged = await stageRecords(client, staging, tables, records);
      return new VectorLoad(client, tables, staging, staged, options);
    });
  }

  /**
   * The next records that have to be embedded (new, changed, or of another model), sorted by id; empty at the end.
   * Call it after `merge` has reported missing embeddings.
   */
  async nextPending(limit: number): Promise<PendingRecord[]> {
    return inTransaction(this.client, async () => {
      const { rows } = await this.client.query<Omit<PendingRecord, 'n'> & { n: string }>(
        `SELECT n, id, collection_id AS "collectionId", source, document FROM ${this.staging.pending}
          WHERE n > $1 ORDER BY n LIMIT $2`,
        [this.embeddedUpTo, limit],
      );
      return rows.map((row) => ({ ...row, n: Number(row.n) }));
    });
  }

  /**
   * Call it as soon as the length of the vectors is known, after `merge` has reported missing embeddings.
   * @throws DomainError `vector_dimension_differs`, `vector_model_differs`
   */
  async checkFit(dimensions: number): Promise<void> {
    await inTransaction(this.client, () => this.checkFitNow(dimensions));
  }

  /** @param records what `nextPending` gave, with a vector each */
  async addVectors(records: readonly PendingRecord[], vectors: readonly Float32Array[]): Promise<void> {
    this.spool ??= await RowSpool.create();
    await this.spool.add(embeddedRows(records, vectors, this.tables, this.options));
    await this.addLexicalRows(records);
    this.embeddedUpTo = records.at(-1)?.n ?? this.embeddedUpTo;
    this.dimensions ??= vectors[0]?.length ?? null;
  }

  /** @returns `merged: false` when records need vectors first, also because another load took some away meanwhile */
  async merge(): Promise<MergeResult> {
    const { client, tables, staging, options } = this;
    return inTransaction<MergeResult>(client, async () => {
      await lockMerges(client, tables);
      const survey = await surveyStore(client, tables, staging, options);
      if (survey.pending + survey.unclaimed + survey.superseded > 0) {
        await createWorkTables(client, tables, staging);
      }
      const missing = survey.pending > 0 ? await this.countMissing() : 0;
      if (missing > 0) {
        return { merged: false, missing };
      }
      if (this.dimensions !== null) {
        await this.checkFitNow(this.dimensions);
        await dropMisfitIndexes(client, tables, staging, this.dimensions);
      }
      return { merged: true, counts: await this.writeAll(survey) };
    });
  }

  async close(): Promise<void> {
    await this.spool?.close();
    await dropStaging(this.client, this.staging);
  }

  private async writeAll(survey: Survey): Promise<MergeCounts> {
    const { client, tables, staging, options } = this;
    const written = this.embeddedUpTo;
    const deleted =
      survey.superseded > 0 || written > 0
        ? await deleteSuperseded(client, tables, staging)
        : { superseded: 0, rewritten: 0 };
    const released = await releaseReplaced(client, tables, staging, options);
    if (this.spool !== null && this.dimensions !== null) {
      await writeRows(client, tables, this.spool);
    }
    await this.describe();
    const hasFormer = deleted.superseded + deleted.rewritten > 0;
    if (hasFormer || survey.unclaimed > 0) {
      await claimRecords(client, tables, staging, options.taskId);
    }
    if (tables.hasLexicalSide) {
      if (hasFormer || released > 0) {
        await removeStaleRows(client, tables);
      }
      if (written > 0) {
        await mergeWaitingRows(client, staging.lexical, tables.keyColumn);
      }
    }
    const counts = hasFormer
      ? await countMerge(client, staging)
      : { inserted: written, updated: 0, unchanged: this.staged - written, removed: 0 };
    return { ...counts, removed: counts.removed + released };
  }

  /** All staged records are of this embedder by now, written or not; its side of the questions may have changed. */
  private async describe(): Promise<void> {
    const { client, tables, staging, options } = this;
    const { rows } = await client.query<{ id: string }>(`SELECT DISTINCT collection_id AS id FROM ${staging.incoming}`);
    const dimensions = this.dimensions ?? (await this.storedDimensions());
    if (dimensions !== null) {
      const described = rows.map(({ id }) => id);
      await describeCollections(client, tables, described, { embedder: options, dimensions });
    }
  }

  /** Length of a staged record's vector in the store; null where nothing is staged. */
  private async storedDimensions(): Promise<number | null> {
    const { table, idColumn } = this.tables;
    const { rows } = await this.client.query<{ dimensions: number | null }>(
      `SELECT vector_dims(embedding) AS dimensions FROM ${table}
        WHERE ${idColumn} = (SELECT id FROM ${this.staging.incoming} LIMIT 1)`,
    );
    return rows[0]?.dimensions ?? null;
  }

  private async addLexicalRows(records: readonly PendingRecord[]): Promise<void> {
    const { client, tables, staging } = this;
    if (tables.hasLexicalSide) {
      const rows = records.flatMap(({ id, collectionId, document, source }) => {
        const collection = COLLECTIONS.find((name) => tables.collectionIds[name] === collectionId);
        return collection ? [lexicalRow(keyOf(id, tables), collection, document, source)] : [];
      });
      await inTransaction(client, () => addWaitingRows(client, staging.lexical, rows, tables.canCopy));
    }
  }

  private async countMissing(): Promise<number> {
    const { client, tables, staging, options } = this;
    await appendPending(client, tables, staging, options);
    const { rows } = await client.query<{ count: string }>(
      `SELECT count(*) AS count FROM ${staging.pending} WHERE n > $1`,
      [this.embeddedUpTo],
    );
    return Number(rows[0]?.count ?? 0);
  }

  private async checkFitNow(dimensions: number): Promise<void> {
    const { client, tables, staging, options } = this;
    await checkFit(client, tables, staging, { embedder: options, dimensions, replaced: options });
  }
}

/** Removes a task's training data: rows that no other task loaded are deleted. */
export async function removeTaskRecords(
  client: pg.ClientBase,
  tables: VectorTables,
  taskId: string,
): Promise<ReleaseCounts> {
  return inTransaction(client, async () => {
    await lockMerges(client, tables);
    const counts = await releaseRecords(client, tables, { taskId }, null);
    if (tables.hasLexicalSide && counts.deleted > 0) {
      await removeStaleRows(client, tables);
    }
    return counts;
  });
}
