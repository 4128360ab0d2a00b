import { Body, Controller, Get, Headers, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { modelEditingErrors, ModelEditingService } from '#libs/model-editing';
import { DEFAULT_ADD_COUNT } from '#libs/pipeline';
import { requireKnownWishes } from '#libs/steps/qa-generation';
import { RunsService, TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { requireIdempotencyKeyForm } from '../http/idempotency-key.js';
import { readerOf } from '../http/reader-text.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { CancelledRun, ExecuteRequest, ExecutionList, RunList, StartedRun } from './execution.dto.js';
import { ExecutionMapper } from './execution.mapper.js';
import { principalOf } from '../security/request-facts.js';
import { TaskPath } from '../http/task-path.dto.js';

@ApiTags('executions')
@Controller('tasks/:task_id')
export class ExecutionsController {
  constructor(
    private readonly runService: RunsService,
    private readonly taskService: TasksService,
    private readonly mapper: ExecutionMapper,
    private readonly modelEditingService: ModelEditingService,
  ) {}

  @Post('execute')
  @HttpCode(202)
  @Answers({ zh: '任务执行已启动', en: 'execution started' })
  @ApiOperation({ summary: 'Run all enabled steps of a task, one, or those that are not completed or stale' })
  @ApiEnvelope(202, StartedRun)
  @ApiFailures(400, 404, 409, 413, 415)
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating the request gives the same run' })
  async execute(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: ExecuteRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<StartedRun> {
    requireIdempotencyKeyForm(idempotencyKey);
    const step = body.step_name ?? null;
    const isResumed = body.execution_mode === 'resume';
    const options = optionsOf(body);
    if (options !== undefined) {
      requireKnownWishes(options.add_pairs, await this.tablesOf(taskId));
    }
    const executions = await this.runService.start(taskId, {
      step,
      resume: isResumed,
      forceExecution: body.force_execution,
      cleanExistingFiles: body.clean_existing_files,
      options,
      idempotencyKey,
      requestedBy: principalOf(request)?.name,
    });
    return {
      task_id: taskId,
      run_id: executions[0]?.runId ?? '',
      ...(step === null
        ? { execution_mode: isResumed ? 'resume' : 'complete' }
        : { execution_mode: 'step', step_name: step }),
      status: 'running',
      execution_ids: executions.map(({ executionId }) => executionId),
    };
  }

  /** Those of the semantic model; null before there is one, when nothing can be added either. */
  private async tablesOf(taskId: string): Promise<string[] | null> {
    try {
      return (await this.modelEditingService.read(taskId)).names('datasets');
    } catch (error) {
      if (error instanceof DomainError && error.code === modelEditingErrors.model_missing.code) {
        return null;
      }
      throw error;
    }
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
  async list(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<ExecutionList> {
    const { task, executions } = await this.taskService.get(taskId);
    const views = this.mapper.executions(executions, task, readerOf(request));
    return {
      task_id: taskId,
      executions: views.toReversed(),
      total: executions.length,
    };
  }

  @Get('runs')
  @Answers({ zh: '获取运行记录成功', en: 'runs' })
  @ApiOperation({ summary: 'The runs of a task with their executions, newest first' })
  @ApiEnvelope(200, RunList)
  @ApiFailures(400, 404)
  async runs(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<RunList> {
    const { task, executions } = await this.taskService.get(taskId);
    const runs = this.mapper.runs(executions, task, readerOf(request));
    return { task_id: taskId, runs: runs.toReversed(), total: runs.length };
  }
}

function optionsOf({ add_for_tables: tables = [], add_of_kinds: kinds = [], add_count: count }: ExecuteRequest) {
  return tables.length + kinds.length === 0
    ? undefined
    : { add_pairs: { tables, kinds, count: count ?? DEFAULT_ADD_COUNT } };
}
