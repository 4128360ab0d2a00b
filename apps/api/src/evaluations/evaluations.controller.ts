import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { EvaluationsService, evaluationParametersSchema, type EvaluationParameters } from '#libs/evaluation';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { TaskPath } from '../http/task-path.dto.js';
import { compareResults } from './compare-results.js';
import {
  CancelledEvaluation,
  Comparison,
  ComparisonPath,
  EvaluationList,
  EvaluationPath,
  EvaluationRequest,
  EvaluationView,
  ListEvaluationsQuery,
  ListResultsQuery,
  Trend,
  TrendQuery,
} from './evaluation.dto.js';
import { ResultPage } from './evaluation-result.dto.js';
import { EvaluationMapper } from './evaluation.mapper.js';

@ApiTags('evaluations')
@Controller()
export class EvaluationsController {
  constructor(
    private readonly evaluationService: EvaluationsService,
    private readonly mapper: EvaluationMapper,
  ) {}

  @Post('tasks/:task_id/evaluations')
  @HttpCode(202)
  @Answers({ zh: '评测已排队', en: 'evaluation queued' })
  @ApiOperation({ summary: 'Measure what readers find in the store for a set of questions' })
  @ApiEnvelope(202, EvaluationView)
  @ApiFailures(400, 404, 409, 413, 415)
  async request(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: EvaluationRequest,
    @Req() request: FastifyRequest,
  ): Promise<EvaluationView> {
    const evaluation = await this.evaluationService.request(taskId, body.set_id ?? null, parametersOf(body));
    return this.mapper.view(evaluation, languageOfRequest(request));
  }

  @Get('tasks/:task_id/evaluations')
  @Answers({ zh: '获取评测列表成功', en: 'evaluations' })
  @ApiOperation({ summary: 'The evaluations of a task, newest first' })
  @ApiEnvelope(200, EvaluationList)
  @ApiFailures(400, 404)
  async list(
    @Param() { task_id: taskId }: TaskPath,
    @Query() { status, set_id: setId, limit, offset }: ListEvaluationsQuery,
    @Req() request: FastifyRequest,
  ): Promise<EvaluationList> {
    const { evaluations, total } = await this.evaluationService.list(taskId, { status, setId }, limit, offset);
    const language = languageOfRequest(request);
    return { evaluations: evaluations.map((row) => this.mapper.view(row, language)), total, limit, offset };
  }

  @Get('tasks/:task_id/evaluations/:evaluation_id')
  @Answers({ zh: '获取评测成功', en: 'evaluation' })
  @ApiOperation({ summary: 'An evaluation: progress, summary, gate' })
  @ApiEnvelope(200, EvaluationView)
  @ApiFailures(400, 404)
  async get(
    @Param() { task_id: taskId, evaluation_id: id }: EvaluationPath,
    @Req() request: FastifyRequest,
  ): Promise<EvaluationView> {
    return this.mapper.view(await this.evaluationService.get(taskId, id), languageOfRequest(request));
  }

  @Post('tasks/:task_id/evaluations/:evaluation_id/cancel')
  @HttpCode(202)
  @Answers({ zh: '已请求取消评测', en: 'cancellation requested' })
  @ApiOperation({ summary: 'Cancel an evaluation; the results that it has stay' })
  @ApiEnvelope(202, CancelledEvaluation)
  @ApiFailures(400, 404, 409, 413, 415)
  async cancel(@Param() { task_id: taskId, evaluation_id: id }: EvaluationPath): Promise<CancelledEvaluation> {
    const { ended } = await this.evaluationService.cancel(taskId, id);
    return { evaluation_id: id, status: ended ? 'cancelled' : 'running' };
  }

  @Get('tasks/:task_id/evaluations/:evaluation_id/results')
  @Answers({ zh: '获取评测结果成功', en: 'results' })
  @ApiOperation({ summary: 'Results of single questions, with the causes of failures; page by page' })
  @ApiEnvelope(200, ResultPage)
  @ApiFailures(400, 404)
  async results(
    @Param() { task_id: taskId, evaluation_id: id }: EvaluationPath,
    @Query() { limit, ...filter }: ListResultsQuery,
  ): Promise<ResultPage> {
    const results = await this.evaluationService.page(taskId, id, filter, limit);
    return {
      results: results.map((result) => this.mapper.result(result)),
      next_after: results.length === limit ? (results.at(-1)?.position ?? null) : null,
    };
  }

  @Get('tasks/:task_id/evaluations/:evaluation_id/compare/:other_id')
  @Answers({ zh: '评测对比完成', en: 'comparison' })
  @ApiOperation({ summary: 'Two evaluations with one question set, question by question, with intervals' })
  @ApiEnvelope(200, Comparison)
  @ApiFailures(400, 404, 409)
  async compare(
    @Param() { task_id: taskId, evaluation_id: id, other_id: otherId }: ComparisonPath,
  ): Promise<Comparison> {
    await this.evaluationService.comparable(taskId, id, otherId);
    const compared = await compareResults(this.evaluationService.pairsOfResults(id, otherId));
    return { first: id, second: otherId, ...compared };
  }

  @Get('evaluations/trend')
  @Answers({ zh: '获取评测趋势成功', en: 'trend' })
  @ApiOperation({ summary: 'Completed evaluations of a task or a database over time' })
  @ApiEnvelope(200, Trend)
  @ApiFailures(400)
  async trend(@Query() { db_name, task_id, set_id }: TrendQuery): Promise<Trend> {
    const rows = await this.evaluationService.trend({ databaseName: db_name, taskId: task_id, setId: set_id });
    return { points: rows.map((row) => this.mapper.point(row)) };
  }
}

function parametersOf(body: EvaluationRequest): EvaluationParameters {
  const { arms, level, phase, results, mode, embedder, max_questions, max_tokens, max_cost } = body;
  const { min_context_sufficiency, min_all_tables } = body;
  return evaluationParametersSchema.parse({
    arms: [...new Set(arms)],
    level,
    phase,
    results,
    mode,
    embedder,
    budget: { max_questions, max_tokens, max_cost },
    gate: { min_context_sufficiency, min_all_tables },
  });
}
