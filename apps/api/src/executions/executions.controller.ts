import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ExecutionEntity } from '#libs/database';
import type { Language } from '#libs/language';
import { languageOf } from '#libs/pipeline';
import { RunsService, TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { requireIdempotencyKeyForm } from '../http/idempotency-key.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { CancelledRun, ExecuteRequest, ExecutionList, StartedRun } from './execution.dto.js';
import { waitingOf } from '../tasks/waiting.js';
import { TaskPath } from '../http/task-path.dto.js';

@ApiTags('executions')
@Controller('tasks/:task_id')
export class ExecutionsController {
  constructor(
    private readonly runService: RunsService,
    private readonly taskService: TasksService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('execute')
  @HttpCode(202)
  @Answers({ zh: '任务执行已启动', en: 'execution started' })
  @ApiOperation({ summary: 'Run all enabled steps of a task, or one' })
  @ApiEnvelope(202, StartedRun)
  @ApiFailures(400, 404, 409, 413, 415)
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating the request gives the same run' })
  async execute(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: ExecuteRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
  ): Promise<StartedRun> {
    requireIdempotencyKeyForm(idempotencyKey);
    const step = body.step_name ?? null;
    const executions = await this.runService.start(taskId, {
      step,
      forceExecution: body.force_execution,
      cleanExistingFiles: body.clean_existing_files,
      idempotencyKey,
    });
    return {
      task_id: taskId,
      ...(step === null ? { execution_mode: 'complete' } : { execution_mode: 'step', step_name: step }),
      status: 'running',
      execution_ids: executions.map(({ executionId }) => executionId),
    };
  }

  @Post('cancel')
  @HttpCode(202)
  @Answers({ zh: '已请求取消任务', en: 'cancellation requested' })
  @ApiOperation({ summary: 'Cancel the running execution of a task' })
  @ApiEnvelope(202, CancelledRun)
  @ApiFailures(400, 404, 409, 413, 415)
  async cancel(@Param() { task_id: taskId }: TaskPath): Promise<CancelledRun> {
    const { ended } = await this.runService.cancel(taskId);
    return { task_id: taskId, status: ended ? 'cancelled' : 'in_progress', cancel_requested: true };
  }

  @Get('executions')
  @Answers({ zh: '获取执行记录成功', en: 'executions' })
  @ApiOperation({ summary: 'Every execution of a task, newest first' })
  @ApiEnvelope(200, ExecutionList)
  @ApiFailures(400, 404)
  async list(@Param() { task_id: taskId }: TaskPath): Promise<ExecutionList> {
    const { task, executions } = await this.taskService.get(taskId);
    return {
      task_id: taskId,
      executions: executions.toReversed().map((execution) => this.view(execution, languageOf(task.parameters))),
      total: executions.length,
    };
  }

  private view(execution: ExecutionEntity, language: Language): ExecutionList['executions'][number] {
    const time = (instant: Date | null) => (instant === null ? null : isoTimestamp(instant, this.config.timeZone));
    return {
      execution_id: execution.executionId,
      execution_step: execution.step,
      status: execution.status,
      requested_at: isoTimestamp(execution.requestedAt, this.config.timeZone),
      started_at: time(execution.startedAt),
      completed_at: time(execution.completedAt),
      duration_seconds: execution.durationSeconds,
      attempts: execution.attempts,
      worker_id: execution.workerId,
      force_executed: execution.forceExecuted,
      files_cleaned: execution.filesCleaned,
      superseded: execution.superseded,
      waiting: waitingOf(execution, language, this.config.timeZone),
      error_message: execution.errorMessage,
      error_code: execution.errorCode,
      execution_result: execution.result,
    };
  }
}
