import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { VectorOperationEntity } from '#libs/database';
import { errorMessage, DomainError } from '#libs/domain-errors';
import type { FailureCause, OperationPolicy } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { SecretBox } from '#libs/secrets';
import { BackupCopies } from '../copy/backup-copies.js';
import { isOutage } from '../database/translate-error.js';
import { vectorBackupErrors } from '../errors.js';
import { BackupLocations } from '../folder/backup-locations.js';
import { jobWorkOf } from './job-work.js';
import { OperationAftermath } from './operation-aftermath.js';
import { storedError } from './operation-error.js';
import { setUp, WORK } from './operation-work.js';
import { VectorOperationTable } from './vector-operation.table.js';

/** Time for the question whether the effects of an operation were committed. */
const SETTLE_LIMIT_MS = 60_000;

/** Backups, restores, verifications and copies as operations. */
@Injectable()
export class VectorOperationPolicy implements OperationPolicy<VectorOperationEntity, JsonObject> {
  readonly maxHeartbeatMs = 1_000;
  /** Defects are final at once. */
  readonly retries = false;

  constructor(
    readonly table: VectorOperationTable,
    private readonly queue: JobQueue,
    readonly locations: BackupLocations,
    readonly copies: BackupCopies,
    readonly secrets: SecretBox,
    private readonly aftermath: OperationAftermath,
    @Inject(CONFIG) readonly config: ResolvedConfig,
  ) {}

  /**
   * Like steps, they wait for services. A client that still waits for the answer gets the first error instead, unless
   * files were published or rows loaded: then the end has to be known.
   */
  async waitsFor({ operationId }: VectorOperationEntity, error: DomainError): Promise<boolean> {
    if (!isOutage(error)) {
      return false;
    }
    const now = await this.table.find(operationId);
    return now !== null && (!now.clientWaits || now.milestone?.result !== undefined);
  }

  /** Asks the vector database about the transaction of an earlier attempt; unfinished files of it are removed. */
  async settle(operation: VectorOperationEntity): Promise<JsonObject | null> {
    if (operation.milestone === null) {
      return null;
    }
    const context = {
      signal: AbortSignal.timeout(SETTLE_LIMIT_MS),
      language: await this.table.languageOf(operation.operationId),
      progress: () => undefined,
      log: () => undefined,
    };
    const setup = setUp(operation, this, context, async () => undefined);
    return WORK[operation.kind].recover(operation, setup);
  }

  /** Tasks are told first: a worker that dies in between is followed by one that does it again. */
  async complete(operation: VectorOperationEntity, leaseToken: string | null, result: JsonObject): Promise<void> {
    await this.aftermath.completing(operation, result);
    await this.table.end(operation.operationId, { status: 'completed', result }, leaseToken);
    await this.aftermath.ended(operation, false);
  }

  async fail(operation: VectorOperationEntity, error: DomainError, leaseToken: string | null): Promise<void> {
    const isCancelled = error.kind === 'cancelled';
    const status = isCancelled ? 'cancelled' : 'failed';
    await this.table.end(operation.operationId, { status, error: storedError(error) }, leaseToken);
    await this.aftermath.ended(operation, isCancelled);
  }

  error(operation: VectorOperationEntity, cause: FailureCause): DomainError {
    const params = { operation_id: operation.operationId };
    const details = reachedBy(operation, cause);
    switch (cause.type) {
      case 'cancelled':
        return new DomainError(vectorBackupErrors.vector_operation_cancelled);
      case 'defect':
        return new DomainError(vectorBackupErrors.vector_operation_defect, { correlationId: cause.correlationId });
      case 'workers_died':
        return new DomainError(vectorBackupErrors.vector_operation_lost, params, { details });
      case 'timed_out': {
        const { minutes } = cause;
        return new DomainError(vectorBackupErrors.vector_operation_silent, { ...params, minutes }, { details });
      }
      case 'unsettled': {
        if (!isOutage(cause.error)) {
          return cause.error;
        }
        const reason = errorMessage(cause.error);
        return new DomainError(vectorBackupErrors.vector_operation_unsettled, { ...params, reason }, { details });
      }
    }
  }

  queueOf(): 'vector_backup' {
    return 'vector_backup';
  }

  async requeue(operation: VectorOperationEntity): Promise<string[]> {
    const { operationId } = operation;
    await this.queue.removeJob('vector_backup', operationId);
    await this.queue.enqueueVectorOperation(operationId, jobWorkOf(operation));
    return [operationId];
  }
}

/** What is known of an operation whose workers died. `truncate_performed` is null while the answer is missing. */
function reachedBy({ kind, milestone }: VectorOperationEntity, cause: FailureCause): JsonObject {
  if (kind !== 'backup') {
    return {};
  }
  const { timestamp, result } = milestone ?? {};
  return {
    backup_performed: result !== undefined,
    truncate_performed: cause.type === 'unsettled' ? null : false,
    ...(result === undefined || timestamp === undefined
      ? {}
      : { backup_timestamp: timestamp, tables_backed_up: result['tables_backed_up'] ?? {} }),
  };
}
