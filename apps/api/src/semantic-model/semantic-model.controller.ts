import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { modelEditingErrors, ModelEditingService, type ItemPlace } from '#libs/model-editing';
import type { Plain } from '#libs/semantic-model';
import { TasksService } from '#libs/tasks';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { versionOfIfMatch } from '../http/if-match.js';
import { languageOfRequest } from '../http/language.js';
import { TaskPath } from '../http/task-path.dto.js';
import { principalOf } from '../security/request-facts.js';
import { ModelEditList, ModelOverview, ModelTableView } from './model.dto.js';
import { ModelMapper } from './model.mapper.js';
import {
  ModelChangeRequest,
  ModelEditsQuery,
  ModelTableQuery,
  ModelUndoRequest,
  NewJoinRequest,
} from './model-request.dto.js';

/** What the tables of a task mean, and the edits of people. */
@ApiTags('semantic model')
@Controller('tasks/:task_id/semantic-model')
export class SemanticModelController {
  constructor(
    private readonly modelEditingService: ModelEditingService,
    private readonly taskService: TasksService,
    private readonly mapper: ModelMapper,
  ) {}

  @Get()
  @Answers({ zh: '获取语义模型成功', en: 'semantic model' })
  @ApiOperation({ summary: 'The tables of the semantic model of a task' })
  @ApiEnvelope(200, ModelOverview)
  @ApiFailures(400, 404)
  async overview(@Param() { task_id: taskId }: TaskPath): Promise<ModelOverview> {
    return this.mapper.overview(taskId, await this.modelEditingService.read(taskId));
  }

  @Get('table')
  @Answers({ zh: '获取语义模型成功', en: 'semantic model' })
  @ApiOperation({ summary: 'What the semantic model says about a table, each statement with its evidence' })
  @ApiEnvelope(200, ModelTableView)
  @ApiFailures(400, 404)
  table(
    @Param() { task_id: taskId }: TaskPath,
    @Query() { table }: ModelTableQuery,
    @Req() request: FastifyRequest,
  ): Promise<ModelTableView> {
    return this.view(taskId, table, request);
  }

  @Get('edits')
  @Answers({ zh: '获取修改记录成功', en: 'edits' })
  @ApiOperation({ summary: 'Edits of people to the semantic model, the newest first' })
  @ApiEnvelope(200, ModelEditList)
  @ApiFailures(400, 404)
  async edits(@Param() { task_id: taskId }: TaskPath, @Query() query: ModelEditsQuery): Promise<ModelEditList> {
    const edits = await this.modelEditingService.edits(taskId, query);
    return { task_id: taskId, edits: edits.map((edit) => this.mapper.edit(edit)) };
  }

  @Patch()
  @Answers({ zh: '语义模型已更新', en: 'semantic model changed' })
  @ApiOperation({
    summary: 'Change what the semantic model says about a table, column, join or metric; later runs keep it',
  })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The version that was seen; another one is a conflict' })
  @ApiEnvelope(200, ModelTableView)
  @ApiFailures(400, 404, 409, 413, 415)
  async change(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { part, table, name, set = {}, follow = [] }: ModelChangeRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<ModelTableView> {
    const place = { part, table, name: part === 'table' ? null : (name ?? null) };
    const change = {
      set: set as Record<string, Plain>,
      follow,
      version: versionOfIfMatch(ifMatch, modelEditingErrors.model_version_missing),
    };
    try {
      await this.modelEditingService.change(taskId, place, change, userOf(request));
    } catch (error) {
      throw await this.withCurrent(error, taskId, place, request);
    }
    return this.view(taskId, table, request);
  }

  @Post('relationships')
  @HttpCode(201)
  @Answers({ zh: '关联已添加', en: 'join added' })
  @ApiOperation({ summary: 'Add a join to the semantic model: it is a fact, which later runs keep' })
  @ApiEnvelope(201, ModelTableView)
  @ApiFailures(400, 404, 409, 413, 415)
  async addJoin(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: NewJoinRequest,
    @Req() request: FastifyRequest,
  ): Promise<ModelTableView> {
    const { from, to, from_columns: fromColumns, to_columns: toColumns, set = {} } = body;
    const join = { from, to, fromColumns, toColumns, set: set as Record<string, Plain> };
    await this.modelEditingService.addJoin(taskId, join, userOf(request));
    return this.view(taskId, from, request);
  }

  @Post('undo')
  @HttpCode(200)
  @Answers({ zh: '已撤销', en: 'undone' })
  @ApiOperation({ summary: 'Take an edit of the semantic model back' })
  @ApiEnvelope(200, ModelTableView)
  @ApiFailures(400, 404, 409, 413, 415)
  async undo(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { number }: ModelUndoRequest,
    @Req() request: FastifyRequest,
  ): Promise<ModelTableView> {
    const { table } = await this.modelEditingService.undo(taskId, number ?? null, userOf(request));
    return this.view(taskId, table, request);
  }

  private async view(taskId: string, table: string, request: FastifyRequest): Promise<ModelTableView> {
    const found = await this.modelEditingService.table(taskId, table);
    const { staleSteps } = await this.taskService.state(taskId);
    return this.mapper.table(taskId, found, staleSteps, languageOfRequest(request));
  }

  /** The second of two people sees what the first one did. */
  private async withCurrent(
    error: unknown,
    taskId: string,
    place: ItemPlace,
    request: FastifyRequest,
  ): Promise<unknown> {
    if (!(error instanceof DomainError) || error.code !== modelEditingErrors.model_changed_meanwhile.code) {
      return error;
    }
    const { table, columns, relationships, metrics } = await this.view(taskId, place.table, request);
    const current = [table, ...columns, ...relationships, ...metrics].find(
      ({ part, table: of, name }) => part === place.part && of === place.table && name === place.name,
    );
    return new DomainError(modelEditingErrors.model_changed_meanwhile, {}, { cause: error, details: { current } });
  }
}

function userOf(request: FastifyRequest): string {
  return principalOf(request)?.name ?? 'anonymous';
}
