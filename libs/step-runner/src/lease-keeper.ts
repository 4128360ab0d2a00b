import type { ExecutionEntity, ExecutionProgress } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { taskErrors, type ExecutionsService } from '#libs/tasks';

/** The longest that a cancellation waits to be seen. */
const MAX_HEARTBEAT_MS = 2_000;

/**
 * Keeps the lease of a running execution: renews it, carries its progress, and aborts the work when the task is
 * cancelled or the lease is lost.
 */
export class LeaseKeeper {
  private readonly controller = new AbortController();
  private progress: ExecutionProgress | null = null;
  private timer: NodeJS.Timeout | null = null;
  private beating: Promise<void> = Promise.resolve();
  private heldUntil: number;

  constructor(
    private readonly executions: ExecutionsService,
    private readonly execution: ExecutionEntity,
    private readonly leaseToken: string,
    private readonly leaseMs: number,
  ) {
    this.heldUntil = Date.now() + leaseMs;
  }

  /** Aborted when the execution must stop; the reason is the DomainError that says why. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  start(): void {
    const interval = Math.min(this.leaseMs / 3, MAX_HEARTBEAT_MS);
    this.timer = setInterval(() => {
      this.beating = this.beating.then(() => this.beat());
    }, interval);
  }

  report(done: number, total: number, label: string | undefined): void {
    this.progress = { done, total, label: label ?? null };
  }

  /** One heartbeat now: afterwards the lease is fresh, or `signal` is aborted. */
  async beat(): Promise<void> {
    if (this.signal.aborted) {
      return;
    }
    try {
      const state = await this.executions.heartbeat(this.execution, this.leaseToken, this.progress);
      if (state === 'held') {
        this.heldUntil = Date.now() + this.leaseMs;
      } else {
        this.controller.abort(state === 'cancelled' ? new DomainError(taskErrors.task_cancelled) : this.lost());
      }
    } catch (error) {
      // The database is away. Work goes on while the lease still holds; after that somebody else may have it.
      if (Date.now() >= this.heldUntil) {
        this.controller.abort(this.lost(error));
      }
    }
  }

  async stop(): Promise<void> {
    if (this.timer !== null) {
      clearInterval(this.timer);
    }
    await this.beating;
  }

  private lost(cause?: unknown): DomainError {
    return new DomainError(taskErrors.lease_lost, { executionId: this.execution.executionId }, { cause });
  }
}
