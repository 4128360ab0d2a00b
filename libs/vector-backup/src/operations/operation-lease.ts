import { DomainError } from '#libs/domain-errors';
import { LeaseKeeper } from '#libs/lease';
import type { JsonObject } from '#libs/pipeline';
import { vectorBackupErrors } from '../errors.js';
import type { OperationProgress } from '../progress.js';
import type { OperationRepository } from './operation.repository.js';

const MAX_HEARTBEAT_MS = 1_000;

/** The lease of a running operation. Its heartbeat carries the progress and sees a cancellation. */
export class OperationLease extends LeaseKeeper {
  private readonly startedAt = Date.now();
  private progress: OperationProgress | null = null;
  private copyingSince: number | null = null;

  constructor(
    private readonly operations: OperationRepository,
    private readonly operationId: string,
    private readonly leaseToken: string,
    leaseMs: number,
  ) {
    super(leaseMs, MAX_HEARTBEAT_MS);
  }

  report(progress: OperationProgress): void {
    if (progress.phase === 'copying') {
      this.copyingSince ??= Date.now();
    }
    this.progress = progress;
  }

  protected async renew(): Promise<DomainError | null> {
    const held = await this.operations.renew(this.operationId, this.leaseToken, this.leaseMs, this.view());
    if (held === null) {
      return this.lost();
    }
    return held.cancelRequested ? new DomainError(vectorBackupErrors.vector_operation_cancelled) : null;
  }

  protected lost(cause?: unknown): DomainError {
    return new DomainError(vectorBackupErrors.vector_lease_lost, { operation_id: this.operationId }, { cause });
  }

  /** With rates and the expected end, which only the process that works can know. */
  private view(): JsonObject | null {
    const { progress } = this;
    if (progress === null) {
      return null;
    }
    const seconds = (Date.now() - (this.copyingSince ?? this.startedAt)) / 1000;
    const rate = (amount: number): number => (seconds > 0 ? Math.round(amount / seconds) : 0);
    const remaining = progress.total_rows === null ? null : progress.total_rows - progress.rows;
    const rowsPerSecond = rate(progress.rows);
    const expectedEnd =
      remaining === null || rowsPerSecond === 0
        ? null
        : new Date(Date.now() + (remaining / rowsPerSecond) * 1000).toISOString();
    return {
      ...progress,
      rows_per_second: rowsPerSecond,
      bytes_per_second: rate(progress.bytes),
      expected_end: expectedEnd,
    };
  }
}
