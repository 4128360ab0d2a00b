import { Logger } from '@nestjs/common';
import { businessUrlOf, type BusinessDatabase, type BusinessDatabases } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionProgress, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { StagedFiles, TaskFilesService } from '#libs/files';
import { render } from '#libs/language';
import type { Attempt, AttemptContext, AttemptEnding, Claimed } from '#libs/operations';
import { languageOf } from '#libs/pipeline';
import type { Step, StepInput, StepLog, StepResult } from '#libs/steps/step';
import { taskErrors, TaskLogBuffer, type TaskLogService } from '#libs/tasks';
import { inSpan } from '#libs/telemetry';
import { stepResultFile, stepResultFileName } from '#libs/step-files';

const COMPONENT = 'SimpleWorkflowExecutor';
/** Milliseconds that one query of the business database's catalog may take. */
const READ_TIMEOUT_MS = 120_000;

export interface StepSurroundings {
  readonly taskFileService: TaskFilesService;
  readonly taskLogService: TaskLogService;
  readonly businessDatabases: BusinessDatabases;
  readonly config: ResolvedConfig;
}

/** One attempt at a step: its input, its log, its staged files and their publication. */
export class StepAttempt implements Attempt<StepResult> {
  readonly name: string;
  private readonly logger = new Logger('StepRunner');
  private readonly execution: ExecutionEntity;
  private readonly task: TaskEntity;
  private readonly log: TaskLogBuffer;
  private reported: ExecutionProgress | null = null;

  constructor(
    private readonly step: Step,
    { operation: execution, task }: Claimed<ExecutionEntity>,
    private readonly surroundings: StepSurroundings,
  ) {
    const { taskId, executionId } = execution;
    if (task === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    this.name = `step ${step.name}`;
    this.execution = execution;
    this.task = task;
    this.log = new TaskLogBuffer(surroundings.taskLogService, taskId, { step: step.name, executionId }, (error) => {
      this.logger.warn(`log of ${taskId}: ${String(error)}`);
    });
  }

  async work(context: AttemptContext): Promise<StepResult> {
    const { taskId, executionId, attempts } = this.execution;
    this.log.add('INFO', COMPONENT, `开始执行步骤: ${this.step.name}`);
    const attributes = { 'task.id': taskId, 'execution.id': executionId, attempt: attempts };
    return inSpan(this.name, attributes, () => this.runStep(context));
  }

  progress(): ExecutionProgress | null {
    return this.reported;
  }

  ended(ending: AttemptEnding): void {
    const { name } = this.step;
    switch (ending.type) {
      case 'completed':
        return this.log.add('INFO', COMPONENT, `步骤执行完成: ${name}`);
      case 'stopped':
        return this.log.add('WARNING', COMPONENT, `工作进程停止，步骤交还队列: ${name}`);
      case 'retried':
        return this.log.add('WARNING', COMPONENT, `步骤 ${name} 暂时失败，将重试: ${ending.text}`);
      case 'failed': {
        const level = ending.error.kind === 'cancelled' ? 'WARNING' : 'ERROR';
        return this.log.add(level, COMPONENT, `步骤 ${name} 失败: ${ending.text}`);
      }
    }
  }

  close(): Promise<void> {
    return this.log.flush();
  }

  private async runStep(context: AttemptContext): Promise<StepResult> {
    const { taskId, executionId, attempts, filesCleaned } = this.execution;
    const { taskFileService } = this.surroundings;
    const { signal } = context;
    const files = taskFileService.staged({ taskId, executionId, attempt: attempts, step: this.step.name });
    await files.begin();
    if (filesCleaned && attempts === 1) {
      const removed = await taskFileService.removeLaterOutputs(taskId, this.step.name);
      this.log.add('INFO', COMPONENT, `已清理后续步骤的 ${removed.length} 个文件`);
    }
    signal.throwIfAborted();
    const progress = (done: number, total: number, label?: string): void => {
      this.reported = { done, total, label: label ?? null };
    };
    const result = await this.onBusinessDatabase(signal, (database) =>
      this.step.run(this.input(), { database, signal, files, log: this.stepLog(), progress }),
    );
    signal.throwIfAborted();
    await this.publish(files, result, context);
    return result;
  }

  /** The steps of this process share the connections to a database. */
  private onBusinessDatabase<T>(signal: AbortSignal, work: (database: BusinessDatabase) => Promise<T>): Promise<T> {
    const { businessDatabases, config } = this.surroundings;
    const url = businessUrlOf(config.businessDatabaseUrl, this.task.parameters);
    const applicationName = `data-pipeline ${this.step.name}`;
    return businessDatabases.with(url, { applicationName, statementTimeoutMs: READ_TIMEOUT_MS, signal }, work);
  }

  /** The lease is renewed right before the files appear, so that a worker that was taken over publishes nothing. */
  private async publish(files: StagedFiles, result: StepResult, { requireLease }: AttemptContext): Promise<void> {
    await files.write(stepResultFileName(this.step.name), stepResultFile.render(result));
    await requireLease();
    await files.publish().catch(async (error: unknown) => {
      // A successor throws away what is staged here: then that is the error.
      await requireLease();
      throw error;
    });
  }

  private stepLog(): StepLog {
    const { log } = this;
    const language = languageOf(this.task.parameters);
    return {
      debug: (component, message) => log.add('DEBUG', component, render(message, language)),
      info: (component, message) => log.add('INFO', component, render(message, language)),
      warn: (component, message) => log.add('WARNING', component, render(message, language)),
      error: (component, message) => log.add('ERROR', component, render(message, language)),
    };
  }

  private input(): StepInput {
    const { taskId, parameters, tableList } = this.task;
    return {
      taskId,
      executionId: this.execution.executionId,
      startedAt: this.execution.requestedAt,
      timeZone: this.surroundings.config.timeZone,
      parameters,
      tables: tableList ?? [],
    };
  }
}
