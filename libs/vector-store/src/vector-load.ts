import type pg from 'pg';
import { inTransaction } from './connection.js';
import {
  claimUnchanged,
  countMerge,
  deleteSuperseded,
  lockMerges,
  markPending,
  missingVectors,
  releaseTask,
  writePending,
  type LoadIdentity,
  type MergeCounts,
} from './merge-load.js';
import {
  createStaging,
  dropStaging,
  stageRecords,
  stageVectors,
  type EmbeddedRecord,
  type Staging,
} from './staging.js';
import { checkFit } from './store-fit.js';
import type { VectorRecord } from './vector-record.js';
import type { VectorTables } from './vector-tables.js';

export interface LoadOptions extends LoadIdentity {
  /** Also take away what earlier loads of the task brought and this one does not. */
  readonly replace: boolean;
}

/** `missing` is empty when the load was merged; else nothing was written, and these ids need vectors first. */
export type MergeResult =
  | { readonly merged: true; readonly counts: MergeCounts }
  | { readonly merged: false; readonly missing: readonly string[] };

/**
 * One load into Vanna's tables. Records and vectors are staged in temporary tables while the embeddings are made,
 * which may take minutes and locks nothing; `merge` then brings all of it in, or nothing, in one transaction.
 *
 * What a load brought is written into `cmetadata` beside Vanna's own keys: `source` (what the record tells about),
 * `tasks` (who loaded it) and `embedding_model`. Readers ignore them, backups carry them along.
 */
export class VectorLoad {
  private constructor(
    private readonly client: pg.ClientBase,
    private readonly tables: VectorTables,
    private readonly staging: Staging,
    private readonly options: LoadOptions,
  ) {}

  static async open(
    client: pg.ClientBase,
    tables: VectorTables,
    records: readonly VectorRecord[],
    options: LoadOptions,
  ): Promise<VectorLoad> {
    return inTransaction(client, async () => {
      const staging = await createStaging(client);
      await stageRecords(client, staging, tables, records);
      await markPending(client, tables, staging, options.model);
      return new VectorLoad(client, tables, staging, options);
    });
  }

  /** Ids of the records that have to be embedded: new ones, changed ones, and those of another model. */
  async missing(): Promise<string[]> {
    return inTransaction(this.client, () => missingVectors(this.client, this.staging));
  }

  /**
   * Call it as soon as the length of the vectors is known.
   * @throws DomainError `vector_dimension_differs`, `vector_model_differs`
   */
  async checkFit(dimensions: number): Promise<void> {
    await inTransaction(this.client, () => this.checkFitNow(dimensions));
  }

  async addVectors(embedded: readonly EmbeddedRecord[]): Promise<void> {
    await inTransaction(this.client, () => stageVectors(this.client, this.staging, embedded));
  }

  /**
   * @param dimensions of the staged vectors; null when there are none
   * @returns `merged: false` when another load took away a record that this one counted on
   */
  async merge(dimensions: number | null): Promise<MergeResult> {
    const { client, tables, staging, options } = this;
    return inTransaction(client, async () => {
      await lockMerges(client);
      await markPending(client, tables, staging, options.model);
      const missing = await missingVectors(client, staging);
      if (missing.length > 0) {
        return { merged: false, missing };
      }
      if (dimensions !== null) {
        await this.checkFitNow(dimensions);
      }
      await deleteSuperseded(client, tables, staging);
      const released = options.replace ? await releaseTask(client, tables, options.taskId, staging) : 0;
      const counts = await countMerge(client, tables, staging, released);
      await writePending(client, tables, staging, options);
      await claimUnchanged(client, tables, staging, options.taskId);
      return { merged: true, counts };
    });
  }

  async close(): Promise<void> {
    await inTransaction(this.client, () => dropStaging(this.client, this.staging));
  }

  private async checkFitNow(dimensions: number): Promise<void> {
    const { model, replace, taskId } = this.options;
    const replacedTask = replace ? taskId : null;
    await checkFit(this.client, this.tables, this.staging, { model, dimensions, replacedTask });
  }
}

/**
 * Takes a task's training data out again: rows that no other task brought are deleted.
 * @returns number of rows deleted
 */
export async function removeTaskRecords(client: pg.ClientBase, tables: VectorTables, taskId: string): Promise<number> {
  return inTransaction(client, async () => {
    await lockMerges(client);
    return releaseTask(client, tables, taskId, null);
  });
}
