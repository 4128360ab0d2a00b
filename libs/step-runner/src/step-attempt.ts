import { Logger } from '@nestjs/common';
import { isoTimestamp } from '#libs/clock';
import { businessUrlOf, type BusinessDatabase, type BusinessDatabases } from '#libs/business-database';
import type { ResolvedConfig } from '#libs/config';
import type { ExecutionEntity, ExecutionProgress, TaskEntity } from '#libs/database';
import { DomainError } from '#libs/domain-errors';
import type { StagedFiles, TaskFilesService } from '#libs/files';
import type { Attempt, AttemptContext, AttemptEnding, Claimed } from '#libs/operations';
import { FIRST_STEP, languageOf } from '#libs/pipeline';
import type { Step, StepInput, StepLog, StepResult } from '#libs/steps/step';
import {
  EXECUTOR,
  taskErrors,
  TaskLogBuffer,
  taskLogger,
  taskMessages,
  type ExecutionPolicy,
  type TaskLogService,
} from '#libs/tasks';
import { inSpan } from '#libs/telemetry';
import { stepResultFile, stepResultFileName } from '#libs/step-files';

const COMPONENT = EXECUTOR;
const ORCHESTRATOR = 'DataPipelineOrchestrator';
/** Milliseconds that one query of the business database's catalog may take. */
const READ_TIMEOUT_MS = 120_000;

export interface StepSurroundings {
  readonly executionPolicy: Pick<ExecutionPolicy, 'isFirstOfRun' | 'settleEarlierDeliveries'>;
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
    const { taskId, executionId, runId } = execution;
    if (task === null) {
      throw new DomainError(taskErrors.task_not_found, { taskId });
    }
    this.name = `step ${step.name}`;
    this.execution = execution;
    this.task = task;
    const origin = { step: step.name, executionId, runId };
    const addressee = { taskId, language: languageOf(task.parameters) };
    this.log = new TaskLogBuffer(surroundings.taskLogService, addressee, origin, (error) => {
      this.logger.warn(`log of ${taskId}: ${String(error)}`);
    });
  }

  async work(context: AttemptContext): Promise<StepResult> {
    const { taskId, executionId, attempts } = this.execution;
    await this.logRun();
    this.log.add('INFO', COMPONENT, taskMessages.step_started({ step: this.step.name }));
    const attributes = { 'task.id': taskId, 'execution.id': executionId, attempt: attempts };
    return inSpan(this.name, attributes, () => this.runStep(context));
  }

  progress(): ExecutionProgress | null {
    return this.reported;
  }

  ended(ending: AttemptEnding): void {
    const { name: step } = this.step;
    switch (ending.type) {
      case 'completed':
        return this.log.add('INFO', COMPONENT, taskMessages.step_completed({ step }));
      case 'stopped':
        return this.log.add('WARNING', COMPONENT, taskMessages.step_handed_back({ step }));
      case 'waiting': {
        const params = { step, reason: ending.text, until: isoTimestamp(new Date(ending.wait.until), this.timeZone) };
        return this.log.add('WARNING', COMPONENT, taskMessages.step_waits(params));
      }
      case 'retried':
        return this.log.add('WARNING', COMPONENT, taskMessages.step_retried({ step, reason: ending.text }));
      case 'failed': {
        const level = ending.error.kind === 'cancelled' ? 'WARNING' : 'ERROR';
        return this.log.add(level, COMPONENT, taskMessages.step_failed({ step, reason: ending.text }));
      }
    }
  }

  close(): Promise<void> {
    return this.log.flush();
  }

  /** The beginning of a run, once. */
  private async logRun(): Promise<void> {
    const { taskId, runMode, runId, requestedBy } = this.execution;
    if (this.execution.attempts > 1 || !(await this.isFirstOfRun())) {
      return;
    }
    if (runMode === 'complete' || runMode === 'resume') {
      this.log.addOfRun('INFO', taskLogger(taskId), taskMessages.step_started({ step: runMode }), runMode);
      const { workflow_started: started, workflow_resumed: resumed } = taskMessages;
      const message = runMode === 'complete' ? started() : resumed({ step: this.step.name });
      this.log.addOfRun('INFO', ORCHESTRATOR, message);
    }
    const params = { runId, mode: runMode ?? '-', by: requestedBy ?? 'api' };
    this.log.addOfRun('INFO', ORCHESTRATOR, taskMessages.run_started(params));
  }

  /** Only a run that was resumed may begin anywhere. */
  private async isFirstOfRun(): Promise<boolean> {
    const { runMode } = this.execution;
    if (runMode === 'resume') {
      return this.surroundings.executionPolicy.isFirstOfRun(this.execution);
    }
    return runMode === 'step' || this.step.name === FIRST_STEP;
  }

  private get timeZone(): string {
    return this.surroundings.config.timeZone;
  }

  private async runStep(context: AttemptContext): Promise<StepResult> {
    const { taskId, executionId, attempts, filesCleaned, leaseToken } = this.execution;
    const { taskFileService, executionPolicy } = this.surroundings;
    const { signal } = context;
    const files = taskFileService.staged({
      taskId,
      executionId,
      attempt: attempts,
      step: this.step.name,
      changeId: leaseToken ?? '',
    });
    await files.begin();
    if (attempts > 1) {
      // What they have published is taken for the files of the run before, so it has to be recorded.
      await executionPolicy.settleEarlierDeliveries(this.execution);
    }
    if (filesCleaned) {
      // In every attempt: an earlier one may have died before it was done.
      const { length: count } = await files.removeLaterOutputs();
      if (attempts === 1 || count > 0) {
        this.log.add('INFO', COMPONENT, taskMessages.later_files_removed({ count }));
      }
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
      // A successor discards the staged files: report the lost lease then.
      await requireLease();
      throw error;
    });
  }

  private stepLog(): StepLog {
    const { log } = this;
    return {
      debug: (component, message) => log.add('DEBUG', component, message),
      info: (component, message) => log.add('INFO', component, message),
      warn: (component, message) => log.add('WARNING', component, message),
      error: (component, message) => log.add('ERROR', component, message),
    };
  }

  private input(): StepInput {
    const { taskId, parameters, tableList } = this.task;
    return {
      taskId,
      executionId: this.execution.executionId,
      startedAt: this.execution.requestedAt,
      timeZone: this.timeZone,
      parameters,
      tables: tableList ?? [],
      addPairs: this.execution.options?.add_pairs ?? null,
    };
  }
}
