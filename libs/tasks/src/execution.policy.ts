import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, StepModels } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { FailureCause, OperationPolicy } from '#libs/operations';
import { queueOf, STEP_MODELS, type JsonObject, type StepQueue } from '#libs/pipeline';
import { JobQueue } from '#libs/queue';
import { configuredModels } from './configured-models.js';
import { taskErrors } from './errors.js';
import { ExecutionRepository } from './execution.repository.js';
import { FileChangesService } from './file-changes.service.js';
import { ExecutionTable } from './execution.table.js';
import { ExecutionsService } from './executions.service.js';
import { TaskResultService } from './task-result.service.js';

/** Executions as operations: a run is a chain of them, and its task rolls up with each end. */
@Injectable()
export class ExecutionPolicy implements OperationPolicy<ExecutionEntity, JsonObject> {
  readonly maxHeartbeatMs = 2_000;
  readonly retries = true;

  constructor(
    readonly table: ExecutionTable,
    private readonly executionRepository: ExecutionRepository,
    private readonly executionService: ExecutionsService,
    private readonly taskResultService: TaskResultService,
    private readonly fileChangesService: FileChangesService,
    private readonly queue: JobQueue,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** A worker may have died between the end of the last step and the file with the result of the task. */
  async unclaimed(execution: ExecutionEntity | null): Promise<void> {
    if (execution !== null) {
      await this.taskResultService.write(execution.taskId);
    }
  }

  complete(execution: ExecutionEntity, leaseToken: string | null, result: JsonObject): Promise<void> {
    return this.executionService.complete(execution, leaseToken, result, this.modelsOf(execution));
  }

  async fail(execution: ExecutionEntity, error: DomainError, leaseToken: string | null): Promise<void> {
    await this.executionService.fail(execution, error, leaseToken);
    // What it had staged or half published.
    await this.fileChangesService.settleQuietly(execution.taskId);
  }

  error({ executionId, step }: ExecutionEntity, cause: FailureCause): DomainError {
    switch (cause.type) {
      case 'cancelled':
        return new DomainError(taskErrors.task_cancelled);
      case 'defect':
        return new DomainError(taskErrors.step_failed, { step, correlationId: cause.correlationId });
      case 'workers_died':
      case 'unsettled':
        return new DomainError(taskErrors.worker_lost, { executionId });
      case 'timed_out':
        return new DomainError(taskErrors.execution_timed_out, { executionId, minutes: cause.minutes });
    }
  }

  /** Settles changes of files that earlier deliveries did not finish. Called by the delivery that runs. */
  settleEarlierDeliveries(execution: ExecutionEntity): Promise<void> {
    return this.fileChangesService.settleEarlier(execution.taskId, execution.leaseToken ?? '');
  }

  /** Whether the execution is the first of its run. */
  isFirstOfRun(execution: ExecutionEntity): Promise<boolean> {
    return this.executionRepository.isFirstOfRun(execution);
  }

  /** The models of this process, as far as the step depends on them. */
  private modelsOf({ step }: ExecutionEntity): StepModels {
    const models = configuredModels(this.config);
    return Object.fromEntries(STEP_MODELS[step].map((kind) => [kind, models[kind]]));
  }

  queueOf({ step }: ExecutionEntity): StepQueue {
    return queueOf(step);
  }

  /** The later steps of the run wait for this one: their jobs are one flow. */
  async requeue({ taskId, runId }: ExecutionEntity): Promise<string[]> {
    const open = await this.executionRepository.openOfRun(runId);
    await this.queue.remove(open);
    await this.queue.enqueueRun(taskId, open);
    return open.map(({ executionId }) => executionId);
  }
}
