import { Injectable } from '@nestjs/common';
import type { VectorOperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { FailureCause, OperationPolicy } from '#libs/operations';
import type { JsonObject } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { vectorBackupErrors } from '../errors.js';
import { storedError } from './operation-error.js';
import { VectorOperationTable } from './vector-operation.table.js';

/** Backups, restores and verifications as operations. Their clients wait for the answer, so the first error is final. */
@Injectable()
export class VectorOperationPolicy implements OperationPolicy<VectorOperationEntity, JsonObject> {
  readonly maxHeartbeatMs = 1_000;
  readonly retries = false;

  constructor(
    readonly table: VectorOperationTable,
    private readonly queue: JobQueue,
  ) {}

  complete({ operationId }: VectorOperationEntity, leaseToken: string, result: JsonObject): Promise<void> {
    return this.table.end(operationId, { status: 'completed', result }, leaseToken);
  }

  fail({ operationId }: VectorOperationEntity, error: DomainError, leaseToken: string | null): Promise<void> {
    const status = error.kind === 'cancelled' ? 'cancelled' : 'failed';
    return this.table.end(operationId, { status, error: storedError(error) }, leaseToken);
  }

  error({ operationId }: VectorOperationEntity, cause: FailureCause): DomainError {
    switch (cause.type) {
      case 'cancelled':
        return new DomainError(vectorBackupErrors.vector_operation_cancelled);
      case 'defect':
        return new DomainError(vectorBackupErrors.vector_operation_defect, { correlationId: cause.correlationId });
      case 'workers_died':
      case 'timed_out':
        return new DomainError(vectorBackupErrors.vector_operation_lost, { operation_id: operationId });
    }
  }

  queueOf(): 'vector_backup' {
    return 'vector_backup';
  }

  async requeue({ operationId }: VectorOperationEntity): Promise<string[]> {
    await this.queue.removeJob('vector_backup', operationId);
    await this.queue.enqueueVectorOperation(operationId);
    return [operationId];
  }
}
