import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { BusinessDatabases, businessUrlOf, type BusinessDatabase } from '#libs/business-database';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError, errorText } from '#libs/domain-errors';
import { TaskFilesService, type StagedFiles } from '#libs/files';
import { PROCESS_ID } from '#libs/process';
import { render } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { describeConnection, translatePostgresError } from '#libs/postgres';
import { isRetryable } from '#libs/queue';
import type { Step, StepInput, StepResult } from '#libs/steps/step';
import { inSpan } from '#libs/telemetry';
import { ExecutionsService, taskErrors, TaskLogBuffer, TaskLogService, type Claim } from '#libs/tasks';
import { ExecutionLease } from './execution-lease.js';

export type RunOutcome =
  | { readonly outcome: 'completed'; readonly result: StepResult }
  /** Somebody else finished or withdrew it: a second delivery has nothing to do. */
  | { readonly outcome: 'nothing_to_do' }
  /** Another worker holds it; look again then. */
  | { readonly outcome: 'leased'; readonly until: Date }
  /** Not finished here; another delivery starts it anew. */
  | { readonly outcome: 'handed_back' };

export interface Delivery {
  readonly executionId: string;
  /** A transient error is final now. */
  readonly lastAttempt: boolean;
  /** Aborted when this process has to stop. */
  readonly shutdown: AbortSignal;
}

type Claimed = Extract<Claim, { outcome: 'claimed' }>;

const COMPONENT = 'SimpleWorkflowExecutor';
/** Milliseconds that one query of the business database's catalog may take. */
const READ_TIMEOUT_MS = 120_000;

/** Runs one step of one task: claims its execution, keeps the lease, publishes the files, records the outcome. */
@Injectable()
export class StepRunner {
  private readonly logger = new Logger(StepRunner.name);
  /** Shown as the worker of an execution; the samples of this process carry it too. */
  private readonly workerId = PROCESS_ID;

  constructor(
    private readonly executions: ExecutionsService,
    private readonly files: TaskFilesService,
    private readonly logs: TaskLogService,
    private readonly databases: BusinessDatabases,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws the error of the step: transient ones after the execution was released, others after it was failed. */
  async run(step: Step, delivery: Delivery): Promise<RunOutcome> {
    const claim = await this.executions.claim(delivery.executionId, this.workerId).catch((error: unknown) => {
      return this.handBackWithout(error);
    });
    switch (claim.outcome) {
      case 'handed_back':
        return claim;
      case 'leased':
        return claim;
      case 'ended':
        return { outcome: 'nothing_to_do' };
      case 'claimed':
        return this.runClaimed(step, claim, delivery);
    }
  }

  private async runClaimed(step: Step, claim: Claimed, delivery: Delivery): Promise<RunOutcome> {
    const { execution, leaseToken } = claim;
    const { taskId, executionId } = execution;
    const log = new TaskLogBuffer(this.logs, taskId, { step: step.name, executionId }, (error) => {
      this.logger.warn(`log of ${taskId}: ${String(error)}`);
    });
    const lease = new ExecutionLease(this.executions, execution, leaseToken, this.config.worker.leaseMs);
    lease.start();
    try {
      log.add('INFO', COMPONENT, `开始执行步骤: ${step.name}`);
      const attributes = { 'task.id': taskId, 'execution.id': executionId, attempt: execution.attempts };
      const result = await inSpan(`step ${step.name}`, attributes, () =>
        this.work(step, claim, lease, log, delivery.shutdown),
      );
      await this.executions.complete(execution, leaseToken, result);
      log.add('INFO', COMPONENT, `步骤执行完成: ${step.name}`);
      return { outcome: 'completed', result };
    } catch (error) {
      return await this.giveUp(error, step, claim, delivery, log);
    } finally {
      await lease.stop();
      await log.flush();
    }
  }

  private async work(
    step: Step,
    { execution, task }: Claimed,
    lease: ExecutionLease,
    log: TaskLogBuffer,
    shutdown: AbortSignal,
  ): Promise<StepResult> {
    const signal = AbortSignal.any([lease.signal, shutdown]);
    const { taskId, executionId, attempts } = execution;
    const language = languageOf(task.parameters);
    const files = this.files.staged({ taskId, executionId, attempt: attempts, step: step.name });
    await files.begin();
    if (execution.filesCleaned && attempts === 1) {
      const removed = await this.files.removeLaterOutputs(taskId, step.name);
      log.add('INFO', COMPONENT, `已清理后续步骤的 ${removed.length} 个文件`);
    }
    signal.throwIfAborted();
    const result = await this.onBusinessDatabase(step, task, signal, (database) =>
      step.run(this.inputOf(execution, task), {
        database,
        signal,
        files,
        log: {
          debug: (component, message) => log.add('DEBUG', component, render(message, language)),
          info: (component, message) => log.add('INFO', component, render(message, language)),
          warn: (component, message) => log.add('WARNING', component, render(message, language)),
          error: (component, message) => log.add('ERROR', component, render(message, language)),
        },
        progress: (done, total, label) => lease.report(done, total, label),
      }),
    );
    signal.throwIfAborted();
    await this.publish(files, step, result, lease, signal);
    return result;
  }

  /** The lease is renewed right before the files appear, so that a worker that was taken over publishes nothing. */
  private async publish(
    files: StagedFiles,
    step: Step,
    result: StepResult,
    lease: ExecutionLease,
    signal: AbortSignal,
  ): Promise<void> {
    await files.write(`${step.name}_result.json`, `${JSON.stringify(result, null, 2)}\n`);
    const requireLease = async (): Promise<void> => {
      await lease.beat();
      signal.throwIfAborted();
    };
    await requireLease();
    await files.publish().catch(async (error: unknown) => {
      // A successor throws away what is staged here: then that is what is wrong.
      await requireLease();
      throw error;
    });
  }

  /** The steps of this process share the connections to a database. */
  private onBusinessDatabase<T>(
    step: Step,
    { parameters }: Claimed['task'],
    signal: AbortSignal,
    work: (database: BusinessDatabase) => Promise<T>,
  ): Promise<T> {
    const url = businessUrlOf(this.config.businessDatabaseUrl, parameters);
    return this.databases.with(
      url,
      { applicationName: `data-pipeline ${step.name}`, statementTimeoutMs: READ_TIMEOUT_MS, signal },
      work,
    );
  }

  private inputOf(execution: Claimed['execution'], task: Claimed['task']): StepInput {
    return {
      taskId: task.taskId,
      executionId: execution.executionId,
      startedAt: execution.requestedAt,
      timeZone: this.config.timeZone,
      parameters: task.parameters,
      tables: task.tableList ?? [],
    };
  }

  /** Decides what a failure means for the execution, and records it before the queue hears of it. */
  private async giveUp(
    thrown: unknown,
    step: Step,
    { execution, leaseToken, task }: Claimed,
    delivery: Delivery,
    log: TaskLogBuffer,
  ): Promise<RunOutcome> {
    const error = this.known(thrown, step);
    const text = errorText(error, languageOf(task.parameters));
    if (error.code === taskErrors.lease_lost.code) {
      this.logger.warn(text);
      return { outcome: 'handed_back' };
    }
    if (delivery.shutdown.aborted && error.code === taskErrors.worker_stopping.code) {
      await this.executions.release(execution, leaseToken, text);
      log.add('WARNING', COMPONENT, `工作进程停止，步骤交还队列: ${step.name}`);
      return { outcome: 'handed_back' };
    }
    if (isRetryable(error) && !delivery.lastAttempt) {
      log.add('WARNING', COMPONENT, `步骤 ${step.name} 暂时失败，将重试: ${text}`);
      const away = await this.record(() => this.executions.release(execution, leaseToken, text));
      if (away !== null) {
        return away;
      }
      throw error;
    }
    log.add(error.kind === 'cancelled' ? 'WARNING' : 'ERROR', COMPONENT, `步骤 ${step.name} 失败: ${text}`);
    const away = await this.record(() => this.executions.fail(execution, error, leaseToken));
    if (away !== null) {
      return away;
    }
    throw error;
  }

  /** Writes down how a delivery ended. While the task tables are away the job goes back instead: its lease runs out. */
  private async record(write: () => Promise<void>): Promise<Extract<RunOutcome, { outcome: 'handed_back' }> | null> {
    try {
      await write();
      return null;
    } catch (error) {
      return this.handBackWithout(error);
    }
  }

  /** @throws the error, unless it says that the task tables are out of reach for the moment. */
  private handBackWithout(error: unknown): Extract<RunOutcome, { outcome: 'handed_back' }> {
    const translated = translatePostgresError(error, describeConnection(this.config.databaseUrl));
    if (isRetryable(translated)) {
      this.logger.warn(`the task tables are out of reach, the job goes back: ${translated.message}`);
      return { outcome: 'handed_back' };
    }
    throw error;
  }

  /** An error that nobody foresaw is a defect: its particulars stay in this process's log, under a number. */
  private known(thrown: unknown, step: Step): DomainError {
    const translated = translatePostgresError(thrown, describeConnection(this.config.databaseUrl));
    if (translated instanceof DomainError && (translated === thrown || isRetryable(translated))) {
      return translated;
    }
    const correlationId = randomUUID();
    this.logger.error(
      `step ${step.name} failed (${correlationId})`,
      thrown instanceof Error ? thrown.stack : String(thrown),
    );
    return new DomainError(taskErrors.step_failed, { step: step.name, correlationId }, { cause: thrown });
  }
}
