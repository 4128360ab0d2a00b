import type { ExecutionEntity, ExecutionProgress } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { LeaseKeeper } from '#libs/lease';
import { taskErrors, type ExecutionsService } from '#libs/tasks';

const MAX_HEARTBEAT_MS = 2_000;

/** The lease of a running execution. Its heartbeat carries the progress and sees the cancellation of the task. */
export class ExecutionLease extends LeaseKeeper {
  private progress: ExecutionProgress | null = null;

  constructor(
    private readonly executions: ExecutionsService,
    private readonly execution: ExecutionEntity,
    private readonly leaseToken: string,
    leaseMs: number,
  ) {
    super(leaseMs, MAX_HEARTBEAT_MS);
  }

  report(done: number, total: number, label: string | undefined): void {
    this.progress = { done, total, label: label ?? null };
  }

  protected async renew(): Promise<DomainError | null> {
    switch (await this.executions.heartbeat(this.execution, this.leaseToken, this.progress)) {
      case 'held':
        return null;
      case 'cancelled':
        return new DomainError(taskErrors.task_cancelled);
      case 'lost':
        return this.lost();
    }
  }

  protected lost(cause?: unknown): DomainError {
    return new DomainError(taskErrors.lease_lost, { executionId: this.execution.executionId }, { cause });
  }
}
