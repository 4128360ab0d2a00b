import { Injectable } from '@nestjs/common';
import type { ArchiveEntity } from '#libs/database';
import { DomainError, errorText } from '#libs/domain-errors';
import type { Content } from '#libs/files';
import type { Language } from '#libs/language';
import type { FailureCause, OperationPolicy } from '#libs/operations';
import { JobQueue } from '#libs/queue';
import { ArchiveTable } from './archive.table.js';
import { archiveErrors } from './errors.js';

/** Archives as operations. */
@Injectable()
export class ArchivePolicy implements OperationPolicy<ArchiveEntity, Content> {
  readonly maxHeartbeatMs = 2_000;
  readonly retries = true;

  constructor(
    readonly table: ArchiveTable,
    private readonly queue: JobQueue,
  ) {}

  complete({ archiveId }: ArchiveEntity, leaseToken: string | null, { size, sha256 }: Content): Promise<void> {
    return this.table.end(archiveId, { status: 'completed', fileSize: size, contentHash: sha256 }, leaseToken);
  }

  fail({ archiveId }: ArchiveEntity, error: DomainError, leaseToken: string | null, language: Language): Promise<void> {
    return this.table.end(archiveId, { status: 'failed', errorMessage: errorText(error, language) }, leaseToken);
  }

  error({ archiveId }: ArchiveEntity, cause: FailureCause): DomainError {
    switch (cause.type) {
      case 'cancelled':
        return new DomainError(archiveErrors.archive_not_found, { archiveId });
      case 'defect':
        return new DomainError(archiveErrors.archive_failed, { correlationId: cause.correlationId });
      case 'workers_died':
      case 'timed_out':
      case 'unsettled':
        return new DomainError(archiveErrors.archive_worker_lost);
    }
  }

  queueOf(): 'archives' {
    return 'archives';
  }

  async requeue({ archiveId }: ArchiveEntity): Promise<string[]> {
    await this.queue.removeJob('archives', archiveId);
    await this.queue.enqueueArchive(archiveId);
    return [archiveId];
  }
}
