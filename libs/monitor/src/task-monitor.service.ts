import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { type ExecutionEntity, type LogLevel, type ModelUsageEntity, type MonitorSampleEntity } from '#libs/database';
import { shownSteps, type StepName } from '#libs/pipeline';
import { TasksService, type TaskView } from '#libs/tasks';
import { ObservationReader } from './observation.reader.js';
import type { StepHistory } from './observation.js';
import { SampleRepository } from './sample.repository.js';

export interface StepMonitor {
  readonly step: StepName;
  readonly status: ExecutionEntity['status'];
  readonly execution: ExecutionEntity | null;
  /** So far, while it runs. */
  readonly elapsedSeconds: number | null;
  /** Units of progress a second. */
  readonly ratePerSecond: number | null;
  readonly expectedEnd: Date | null;
  readonly history: StepHistory | null;
  /** Newest sample of the process that runs it. */
  readonly worker: MonitorSampleEntity | null;
  readonly retries: number;
  readonly logCounts: Readonly<Partial<Record<LogLevel, number>>>;
  readonly files: { readonly count: number; readonly bytes: number };
  /** By model, over all runs; empty where it asked none. */
  readonly modelUse: readonly ModelUsageEntity[];
}

export interface TaskMonitor {
  readonly view: TaskView;
  readonly steps: readonly StepMonitor[];
  readonly logCounts: Readonly<Partial<Record<LogLevel, number>>>;
}

interface Counts {
  readonly logs: readonly { step: StepName | null; level: LogLevel; count: number }[];
  readonly files: readonly { step: StepName | null; count: number; bytes: number }[];
}

/** One task in every detail that its runs have left in the tables. */
@Injectable()
export class TaskMonitorService {
  constructor(
    private readonly taskService: TasksService,
    private readonly observations: ObservationReader,
    private readonly sampleRepository: SampleRepository,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** @throws DomainError `task_not_found` */
  async of(taskId: string): Promise<TaskMonitor> {
    const view = await this.taskService.get(taskId);
    const history = await this.observations.stepHistory();
    const counts = await this.countsOf(taskId);
    const { currentExecution } = view;
    const workerId = currentExecution?.workerId ?? null;
    const worker = workerId === null ? null : await this.sampleRepository.latestOf(workerId);
    return {
      view,
      logCounts: logCounts(counts.logs),
      steps: shownSteps(view.task.parameters, (step) => view.stepStatus[step] !== 'pending').map((step) => ({
        ...this.step(step, view, history[step] ?? null, counts, worker),
        modelUse: view.usage.filter((row) => row.step === step),
      })),
    };
  }

  private step(
    step: StepName,
    { executions, stepStatus }: TaskView,
    history: StepHistory | null,
    counts: Counts,
    worker: MonitorSampleEntity | null,
  ): Omit<StepMonitor, 'modelUse'> {
    const execution = executions.findLast((one) => one.step === step && !one.superseded) ?? null;
    const runs = executions.filter((one) => one.step === step);
    const elapsedSeconds = elapsed(execution);
    const done = execution?.progress?.done ?? 0;
    const files = counts.files.find((row) => row.step === step);
    return {
      step,
      status: stepStatus[step],
      execution,
      elapsedSeconds,
      ratePerSecond: elapsedSeconds === null || elapsedSeconds === 0 || done === 0 ? null : done / elapsedSeconds,
      expectedEnd: expectedEnd(execution, elapsedSeconds, history),
      history,
      worker: execution?.status === 'running' ? worker : null,
      retries: runs.reduce((sum, { attempts }) => sum + Math.max(0, attempts - 1), 0),
      logCounts: logCounts(counts.logs.filter((row) => row.step === step)),
      files: { count: files?.count ?? 0, bytes: files?.bytes ?? 0 },
    };
  }

  private async countsOf(taskId: string): Promise<Counts> {
    const logs = await this.dataSource.query<Counts['logs'][number][]>(
      `SELECT step_name AS step, log_level AS level, count(*)::int AS count
         FROM data_pipeline_task_logs WHERE task_id = $1 GROUP BY step_name, log_level`,
      [taskId],
    );
    const files = await this.dataSource.query<Counts['files'][number][]>(
      `SELECT step_name AS step, count(*)::int AS count, sum(file_size)::float AS bytes
         FROM data_pipeline_task_outputs WHERE task_id = $1 GROUP BY step_name`,
      [taskId],
    );
    return { logs, files };
  }
}

function logCounts(rows: Counts['logs']): Partial<Record<LogLevel, number>> {
  const sums: Partial<Record<LogLevel, number>> = {};
  for (const { level, count } of rows) {
    sums[level] = (sums[level] ?? 0) + count;
  }
  return sums;
}

function elapsed(execution: ExecutionEntity | null): number | null {
  if (execution === null || execution.startedAt === null) {
    return null;
  }
  return execution.durationSeconds ?? Math.max(0, (Date.now() - execution.startedAt.getTime()) / 1000);
}

/** By the history of the step; by the progress where there is none, or where the history is over already. */
export function expectedEnd(
  execution: Pick<ExecutionEntity, 'status' | 'startedAt' | 'progress'> | null,
  elapsedSeconds: number | null,
  history: StepHistory | null,
): Date | null {
  if (execution?.status !== 'running' || execution.startedAt === null || elapsedSeconds === null) {
    return null;
  }
  const begin = execution.startedAt.getTime();
  if (history !== null && history.count >= 3 && history.medianSeconds > elapsedSeconds) {
    return new Date(begin + history.medianSeconds * 1000);
  }
  const { done, total } = execution.progress ?? { done: 0, total: 0 };
  return done > 0 && total >= done ? new Date(begin + (elapsedSeconds * 1000 * total) / done) : null;
}
