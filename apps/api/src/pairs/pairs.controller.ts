import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { parseTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { matches, pageOf, PairPreviewService, PairReviewService, spotCheck } from '#libs/pair-review';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { TaskPath } from '../http/task-path.dto.js';
import { Needs } from '../security/scope.js';
import { requireScope } from '../security/scope.guard.js';
import { PairPath, PairsQuery, PreviewRequest, SpotCheckRequest } from './pair-request.dto.js';
import { PairDetail, PairList, PairPreviewView, SpotCheckView } from './pair.dto.js';
import { facetsOf, filterOfQuery, PairMapper } from './pair.mapper.js';
import { etagOf } from './pair-version.js';

/** Reads pairs with their reviews. */
@ApiTags('pairs')
@Controller('tasks/:task_id/pairs')
export class PairsController {
  constructor(
    private readonly pairReviewService: PairReviewService,
    private readonly pairPreviewService: PairPreviewService,
    private readonly mapper: PairMapper,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取问答对成功', en: 'pairs' })
  @ApiOperation({ summary: 'The question–SQL pairs of a task with their reviews, the riskiest first' })
  @ApiEnvelope(200, PairList)
  @ApiFailures(400, 404)
  async list(@Param() { task_id: taskId }: TaskPath, @Query() query: PairsQuery): Promise<PairList> {
    const { pairs } = await this.pairReviewService.list(taskId);
    const matching = pairs.filter((pair) => matches(pair, filterOfQuery(query)));
    const { page, nextCursor } = pageOf(matching, query.order, query.limit, query.cursor);
    return {
      task_id: taskId,
      pairs: page.map((pair) => this.mapper.view(pair)),
      total: matching.length,
      next_cursor: nextCursor,
      counts: facetsOf(pairs),
    };
  }

  @Get(':pair_id')
  @Answers({ zh: '获取问答对成功', en: 'pair' })
  @ApiOperation({ summary: 'A pair with its evidence, its history and similar pairs' })
  @ApiEnvelope(200, PairDetail)
  @ApiFailures(400, 404)
  async get(
    @Param() { task_id: taskId, pair_id: pairId }: PairPath,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PairDetail> {
    const language = languageOfRequest(request);
    const detail = this.mapper.detail(await this.pairReviewService.get(taskId, pairId), language);
    void reply.header('etag', etagOf(detail.version));
    return detail;
  }

  @Post('spot-check')
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '抽查结果', en: 'spot check' })
  @ApiOperation({ summary: 'Draw pairs at random, and the share of wrong ones among those that are judged' })
  @ApiEnvelope(200, SpotCheckView)
  @ApiFailures(400, 404, 413, 415)
  async spotCheck(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { n, seed = randomUUID(), since, ...filter }: SpotCheckRequest,
  ): Promise<SpotCheckView> {
    const { pairs } = await this.pairReviewService.list(taskId);
    const drawn = pairs.filter((pair) => matches(pair, filter));
    const from = since === undefined ? null : parseTimestamp(since, this.config.timeZone);
    return this.mapper.spotCheck(seed, spotCheck(drawn, n, seed, from));
  }

  @Post('preview')
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '结果预览', en: 'preview' })
  @ApiOperation({
    summary: 'Validate a statement and show its first rows: read-only, limited, personal and secret values masked',
  })
  @ApiEnvelope(200, PairPreviewView)
  @ApiFailures(400, 404, 409, 413, 415)
  async preview(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: PreviewRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PairPreviewView> {
    if (body.sql !== undefined) {
      requireScope(request, 'run');
    }
    const { task, found } = await this.pairReviewService.list(taskId);
    const sql = body.sql ?? (await this.pairReviewService.get(taskId, body.pair_id ?? '')).own.pair.sql;
    const surroundings = { task, language: languageOfRequest(request), signal: clientGone(reply) };
    const { facts } = found.reviews;
    const options = { maxRows: body.rows, proves: body.prove };
    const preview = await this.pairPreviewService.preview(sql, options, facts, surroundings);
    return this.mapper.preview(preview, surroundings.language);
  }
}
