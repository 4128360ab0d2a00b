import { Inject, Injectable, Logger } from '@nestjs/common';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ScheduleEntity } from '#libs/database';
import { DomainError, errorMessage } from '#libs/domain-errors';
import { render } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { isRetryable, JobSchedulers } from '#libs/queue';
import { taskErrors } from '../errors.js';
import { taskMessages } from '../messages.js';
import { RunsService } from '../runs.service.js';
import { TaskLogService } from '../task-log.service.js';
import { TasksService } from '../tasks.service.js';
import { nextRun } from './cron-expression.js';
import { ScheduleRepository } from './schedule.repository.js';

export interface ScheduleRequest {
  /** Five fields. */
  readonly cron: string;
  /** IANA name; that of the installation when absent. */
  readonly timeZone?: string | undefined;
  readonly cleanExistingFiles: boolean;
}

export type Schedule = ScheduleEntity & { readonly nextRunAt: Date };

/** Outcome of a turn: a run, a refusal (the task is still running, say), or nothing because the schedule was deleted. */
export type ScheduledTurn =
  | { readonly outcome: 'started'; readonly executionIds: readonly string[] }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unscheduled' };

/**
 * Recurring runs of tasks. The rows are the source of truth; the queue's schedulers derive from them, and `reconcile`
 * recreates schedulers that the queue has lost.
 */
@Injectable()
export class SchedulesService {
  private readonly logger = new Logger(SchedulesService.name);

  constructor(
    private readonly scheduleRepository: ScheduleRepository,
    private readonly taskService: TasksService,
    private readonly runService: RunsService,
    private readonly taskLogService: TaskLogService,
    private readonly schedulers: JobSchedulers,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  /** @throws DomainError `schedule_invalid`, `schedule_time_zone_unknown` */
  requireValid(cron: string, timeZone = this.config.timeZone): void {
    nextRun(cron, timeZone, new Date());
  }

  /** @throws DomainError `task_not_found`, `schedule_invalid`, `schedule_time_zone_unknown`, `queue_unreachable` */
  async put(
    taskId: string,
    { cron, timeZone = this.config.timeZone, cleanExistingFiles }: ScheduleRequest,
  ): Promise<Schedule> {
    this.requireValid(cron, timeZone);
    await this.taskService.require(taskId);
    await this.scheduleRepository.put({ taskId, cron, timeZone, cleanExistingFiles });
    await this.schedulers.scheduleRuns(taskId, { cron, timeZone });
    return this.get(taskId);
  }

  /** @throws DomainError `task_not_found`, `schedule_not_found` */
  async get(taskId: string): Promise<Schedule> {
    await this.taskService.require(taskId);
    const schedule = await this.scheduleRepository.find(taskId);
    if (schedule === null) {
      throw new DomainError(taskErrors.schedule_not_found, { taskId });
    }
    return withNextRun(schedule);
  }

  /** Those of the newest tasks first. */
  async list(limit: number, offset: number, taskId?: string): Promise<{ schedules: Schedule[]; total: number }> {
    const { schedules, total } = await this.scheduleRepository.page(limit, offset, taskId);
    return { schedules: schedules.map(withNextRun), total };
  }

  /** @throws DomainError `task_not_found`, `schedule_not_found` */
  async remove(taskId: string): Promise<void> {
    await this.taskService.require(taskId);
    if (!(await this.scheduleRepository.remove(taskId))) {
      throw new DomainError(taskErrors.schedule_not_found, { taskId });
    }
    await this.schedulers.unscheduleRuns(taskId);
  }

  /** Starts the run that is due. @throws DomainError `queue_unreachable` and other errors that pass */
  async takeTurn(taskId: string): Promise<ScheduledTurn> {
    const schedule = await this.scheduleRepository.find(taskId);
    if (schedule === null) {
      await this.schedulers.unscheduleRuns(taskId);
      return { outcome: 'unscheduled' };
    }
    try {
      const { cleanExistingFiles } = schedule;
      const executions = await this.runService.start(taskId, {
        step: null,
        forceExecution: false,
        cleanExistingFiles,
        requestedBy: 'schedule',
      });
      await this.scheduleRepository.recordTurn(taskId, null);
      return { outcome: 'started', executionIds: executions.map(({ executionId }) => executionId) };
    } catch (error) {
      if (!(error instanceof DomainError) || isRetryable(error)) {
        throw error;
      }
      await this.scheduleRepository.recordTurn(taskId, error.code);
      const { parameters } = await this.taskService.require(taskId);
      const refused = taskMessages.schedule_refused({ reason: errorMessage(error) });
      const message = render(refused, languageOf(parameters));
      await this.taskLogService.write(taskId, [{ level: 'WARNING', module: 'Scheduler', message, text: refused }]);
      return { outcome: 'refused', code: error.code };
    }
  }

  /**
   * Synchronizes the queue's schedulers with the rows. A task whose scheduler was lost and whose time has come since
   * then runs now, once.
   * @param since the last time when every scheduler was present; null when unknown
   * @returns numbers of created and removed schedulers
   */
  async reconcile(since: Date | null = null): Promise<{ added: number; removed: number }> {
    const [rows, known] = await Promise.all([this.scheduleRepository.all(), this.schedulers.scheduledRuns()]);
    const wanted = new Map(rows.map((row) => [row.taskId, row]));
    const right = new Set(
      known
        .filter(({ taskId, cron, timeZone }) => {
          const row = wanted.get(taskId);
          return row?.cron === cron && row.timeZone === timeZone;
        })
        .map(({ taskId }) => taskId),
    );
    const missing = rows.filter(({ taskId }) => !right.has(taskId));
    const needless = known.filter(({ taskId }) => !wanted.has(taskId));
    for (const schedule of missing) {
      await this.restore(schedule, since);
    }
    for (const { taskId } of needless) {
      await this.schedulers.unscheduleRuns(taskId);
    }
    if (missing.length > 0 || needless.length > 0) {
      this.logger.warn(`schedules: made ${missing.length} again, removed ${needless.length}`);
    }
    return { added: missing.length, removed: needless.length };
  }

  private async restore(schedule: ScheduleEntity, since: Date | null): Promise<void> {
    const { taskId, cron, timeZone, createdAt, lastStartedAt } = schedule;
    await this.schedulers.scheduleRuns(taskId, schedule);
    if (since === null) {
      return;
    }
    const latest = Math.max(since.getTime(), createdAt.getTime(), lastStartedAt?.getTime() ?? 0);
    const due = nextRun(cron, timeZone, new Date(latest));
    if (due <= new Date()) {
      await this.schedulers.runMissed(taskId, due);
    }
  }
}

function withNextRun(schedule: ScheduleEntity): Schedule {
  return { ...schedule, nextRunAt: nextRun(schedule.cron, schedule.timeZone, new Date()) };
}
