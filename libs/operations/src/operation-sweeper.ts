import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { OperationEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import { JobQueue, QUEUE_SETTINGS } from '#libs/queue';
import { operationErrors } from './errors.js';
import type { Abandoned } from './operation-table.js';
import type { FailureCause, OperationPolicy } from './operation-policy.js';

/** Time that a request has to enqueue its job before the sweep takes the job for lost. */
const ENQUEUE_GRACE_MS = 10_000;

export interface SweepReport {
  /** Operations whose jobs were missing and are in the queue again. */
  readonly requeued: string[];
  /** Operations that were ended because nothing works on them any more. */
  readonly ended: string[];
}

/** Recovers operations after crashes. Runs as a job, one at a time per installation. */
@Injectable()
export class OperationSweeper {
  private readonly logger = new Logger(OperationSweeper.name);

  constructor(
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @param graceMs younger operations are left alone: their job may be on its way */
  async sweep<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    graceMs = ENQUEUE_GRACE_MS,
  ): Promise<SweepReport> {
    const report: SweepReport = { requeued: [], ended: [] };
    const { zombieAfterMs } = this.config.worker;
    for (const operation of await policy.table.silent(zombieAfterMs)) {
      await this.end(policy, operation, { type: 'timed_out', minutes: zombieAfterMs / 60_000 }, report);
    }
    for (const abandoned of await policy.table.abandoned(graceMs)) {
      await this.repair(policy, abandoned, report);
    }
    if (report.requeued.length > 0 || report.ended.length > 0) {
      this.logger.warn(
        `sweep: re-enqueued ${report.requeued.join(', ') || 'nothing'}; ended ${report.ended.join(', ') || 'nothing'}`,
      );
    }
    return report;
  }

  private async repair<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    { operation, cancelRequested }: Abandoned<E>,
    report: SweepReport,
  ): Promise<void> {
    if (cancelRequested) {
      await this.end(policy, operation, { type: 'cancelled' }, report);
      return;
    }
    switch (await this.queue.presenceOf(policy.queueOf(operation), policy.table.idOf(operation))) {
      case 'waiting':
      case 'active':
        return;
      case 'failed':
        if (operation.takeovers >= QUEUE_SETTINGS[policy.queueOf(operation)].maxStalledCount) {
          // BullMQ gave the job up and no worker was left to record it.
          await this.end(policy, operation, { type: 'workers_died' }, report);
          return;
        }
        // Its job failed, not the operation: with the job that it waited for, or before a worker could claim it.
        break;
      case 'completed':
      case 'missing':
      case 'blocked':
        // Blocked: nothing is open that it could wait for, so its flow has lost a part.
        break;
    }
    report.requeued.push(...(await policy.requeue(operation)));
  }

  private async end<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    operation: E,
    cause: FailureCause,
    report: SweepReport,
  ): Promise<void> {
    const id = policy.table.idOf(operation);
    try {
      const settled = await this.settle(policy, operation, cause);
      if (settled === 'later') {
        return;
      }
      if ('result' in settled) {
        await policy.complete(operation, null, settled.result);
      } else {
        await policy.fail(operation, policy.error(operation, settled), null, await policy.table.languageOf(id));
      }
      report.ended.push(id);
    } catch (error) {
      // It ended in the meantime: its own outcome counts.
      if (!(error instanceof DomainError && error.code === operationErrors.lease_lost.code)) {
        throw error;
      }
    }
  }

  /** An effect that was committed counts, whatever died after it. Without an answer the operation stays open for a while. */
  private async settle<E extends OperationEntity, R>(
    policy: OperationPolicy<E, R>,
    operation: E,
    cause: FailureCause,
  ): Promise<{ readonly result: R } | FailureCause | 'later'> {
    try {
      const result = (await policy.settle?.(operation)) ?? null;
      return result === null ? cause : { result };
    } catch (error) {
      if (!(error instanceof DomainError)) {
        throw error;
      }
      const silentMs = Date.now() - (operation.heartbeatAt ?? operation.startedAt ?? new Date(0)).getTime();
      return silentMs < this.config.worker.zombieAfterMs ? 'later' : { type: 'unsettled', error };
    }
  }
}
