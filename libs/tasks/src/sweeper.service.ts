import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { JobQueue } from '#libs/queue';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { ExecutionsService } from './executions.service.js';
import { TaskRepository } from './task.repository.js';

/** Time that a request has to put its jobs into the queue before the sweep takes them for lost. */
const ENQUEUE_GRACE_MS = 10_000;

export interface SweepReport {
  /** Executions whose jobs were missing and are in the queue again. */
  readonly requeued: string[];
  /** Executions that were ended because nobody works on them any more. */
  readonly ended: string[];
}

/** Puts right what a crash left behind. Runs as a job, one at a time for the whole installation. */
@Injectable()
export class SweeperService {
  private readonly logger = new Logger(SweeperService.name);

  constructor(
    private readonly tasks: TaskRepository,
    private readonly executions: ExecutionRepository,
    private readonly endings: ExecutionsService,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  async sweep(graceMs = ENQUEUE_GRACE_MS): Promise<SweepReport> {
    const report: SweepReport = { requeued: [], ended: [] };
    await this.endZombies(report);
    const runs = Map.groupBy(await this.executions.abandoned(graceMs), ({ runId }) => runId);
    for (const open of runs.values()) {
      await this.mend(open, report);
    }
    if (report.requeued.length > 0 || report.ended.length > 0) {
      this.logger.warn(
        `sweep: re-enqueued ${report.requeued.join(', ') || 'nothing'}; ended ${report.ended.join(', ') || 'nothing'}`,
      );
    }
    return report;
  }

  private async endZombies(report: SweepReport): Promise<void> {
    const minutes = this.config.worker.zombieAfterMs / 60_000;
    for (const execution of await this.executions.zombies(this.config.worker.zombieAfterMs)) {
      await this.end(
        execution,
        new DomainError(taskErrors.execution_timed_out, { executionId: execution.executionId, minutes }),
        report,
      );
    }
  }

  /** @param open what is still open of one run, in the order of its steps. */
  private async mend(open: readonly ExecutionEntity[], report: SweepReport): Promise<void> {
    const [first] = open;
    if (first === undefined || (await this.hasRunningPredecessor(first))) {
      return;
    }
    const task = await this.tasks.find(first.taskId);
    if (task?.cancelRequestedAt) {
      await this.end(first, new DomainError(taskErrors.task_cancelled), report);
      return;
    }
    switch (await this.queue.presenceOf(first.step, first.executionId)) {
      case 'waiting':
      case 'active':
        return;
      case 'failed':
        // BullMQ gave the job up (its workers kept dying) without anybody left to record it.
        await this.end(first, new DomainError(taskErrors.worker_lost, { executionId: first.executionId }), report);
        return;
      case 'completed':
      case 'missing':
        await this.queue.remove(open);
        await this.queue.enqueueRun(first.taskId, open);
        report.requeued.push(...open.map(({ executionId }) => executionId));
    }
  }

  /** A later step of a run whose earlier step is alive is not abandoned, it waits. */
  private async hasRunningPredecessor(execution: ExecutionEntity): Promise<boolean> {
    const siblings = (await this.executions.ofTask(execution.taskId)).filter(({ runId }) => runId === execution.runId);
    return siblings.some(
      ({ id, status }) => BigInt(id) < BigInt(execution.id) && (status === 'running' || status === 'pending'),
    );
  }

  private async end(execution: ExecutionEntity, error: DomainError, report: SweepReport): Promise<void> {
    try {
      await this.endings.fail(execution, error);
      report.ended.push(execution.executionId);
    } catch (failure) {
      // It ended by itself in the meantime: its own outcome counts.
      if (!(failure instanceof DomainError && failure.code === taskErrors.lease_lost.code)) {
        throw failure;
      }
    }
  }
}
