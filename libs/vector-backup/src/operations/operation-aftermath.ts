import { Injectable } from '@nestjs/common';
import type { VectorOperationEntity } from '#libs/database';
import type { JsonObject } from '#libs/pipeline';
import { BackupCatalog } from '../catalog/backup-catalog.js';
import { BackupCopies } from '../copy/backup-copies.js';
import { copyParametersSchema, verifyParametersSchema } from './operation-parameters.js';
import { StaleLoads } from './stale-loads.js';

/** What an operation changes beside its own row. */
@Injectable()
export class OperationAftermath {
  constructor(
    private readonly staleLoads: StaleLoads,
    private readonly catalog: BackupCatalog,
    private readonly copies: BackupCopies,
  ) {}

  /** Before it is completed: a worker that dies in between is followed by one that does it again. */
  async completing(operation: VectorOperationEntity, result: JsonObject): Promise<void> {
    await this.staleLoads.mark(operation, result);
    if (operation.kind === 'backup') {
      await this.copies.request(operation.taskId);
    }
  }

  /** @param isCancelled a cancelled verification was no attempt: the backup keeps its place in the turn */
  async ended({ kind, taskId, parameters }: VectorOperationEntity, isCancelled: boolean): Promise<void> {
    if (kind === 'restore') {
      return;
    }
    if (kind === 'copy') {
      await this.catalog.refreshAfter(copyParametersSchema.parse(parameters).source_task_id);
      return;
    }
    if (kind === 'backup') {
      await this.catalog.refreshAfter(taskId);
      return;
    }
    const { source_task_id: source, timestamp, storage } = verifyParametersSchema.parse(parameters);
    await this.catalog.refreshAfter(source);
    if (storage !== 'copy' && !isCancelled) {
      await this.catalog.checked(source, timestamp).catch(() => undefined);
    }
  }
}
