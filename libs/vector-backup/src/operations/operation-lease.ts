import { DomainError } from '#libs/domain-errors';
import type { JsonObject } from '#libs/pipeline';
import { vectorBackupErrors } from '../errors.js';
import type { OperationProgress } from '../progress.js';
import type { OperationRepository } from './operation.repository.js';

/** The longest that a cancellation waits to be seen. */
const MAX_HEARTBEAT_MS = 1_000;

/** Keeps the lease of a running operation, carries its progress, and aborts it on cancellation or a lost lease. */
export class OperationLease {
  private readonly controller = new AbortController();
  private readonly startedAt = Date.now();
  private progress: OperationProgress | null = null;
  private copyingSince: number | null = null;
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private heldUntil: number;

  constructor(
    private readonly operations: OperationRepository,
    private readonly operationId: string,
    private readonly leaseToken: string,
    private readonly leaseMs: number,
  ) {
    this.heldUntil = Date.now() + leaseMs;
  }

  /** Aborted when the operation must stop; the reason is the DomainError that says why. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  start(): void {
    this.timer = setInterval(
      () => {
        this.beating = this.beating.then(() => this.beat());
      },
      Math.min(this.leaseMs / 3, MAX_HEARTBEAT_MS),
    );
  }

  report(progress: OperationProgress): void {
    if (progress.phase === 'copying') {
      this.copyingSince ??= Date.now();
    }
    this.progress = progress;
  }

  async stop(): Promise<void> {
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    await this.beating;
  }

  private async beat(): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    try {
      const held = await this.operations.renew(this.operationId, this.leaseToken, this.leaseMs, this.view());
      if (held === null) {
        this.controller.abort(this.lost());
      } else if (held.cancelRequested) {
        this.controller.abort(new DomainError(vectorBackupErrors.vector_operation_cancelled));
      } else {
        this.heldUntil = Date.now() + this.leaseMs;
      }
    } catch (error) {
      // The task database is away. Work goes on while the lease still holds; after that somebody else may have it.
      if (Date.now() >= this.heldUntil) {
        this.controller.abort(this.lost(error));
      }
    }
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

  private lost(cause?: unknown): DomainError {
    return new DomainError(vectorBackupErrors.vector_lease_lost, { operation_id: this.operationId }, { cause });
  }
}
