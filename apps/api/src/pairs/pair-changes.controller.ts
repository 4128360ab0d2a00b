import { randomUUID } from 'node:crypto';
import { Body, Controller, Headers, HttpCode, Param, Patch, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import type { Language } from '#libs/language';
import { pairReviewErrors, PairReviewService } from '#libs/pair-review';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { requireIdempotencyKeyForm } from '../http/idempotency-key.js';
import { languageOfRequest } from '../http/language.js';
import { TaskPath } from '../http/task-path.dto.js';
import { principalOf } from '../security/request-facts.js';
import { BulkPairsRequest, ChangePairRequest, PairPath, UndoRequest } from './pair-request.dto.js';
import { BulkPairsView, PairDetail, UndonePairs } from './pair.dto.js';
import { filterOfBulk, PairMapper } from './pair.mapper.js';
import { etagOf, versionOfHeader } from './pair-version.js';

/** Pairs of a preview that are shown. */
const SHOWN = 20;

/** Changes what people have decided about pairs. */
@ApiTags('pairs')
@Controller('tasks/:task_id/pairs')
export class PairChangesController {
  constructor(
    private readonly pairReviewService: PairReviewService,
    private readonly mapper: PairMapper,
  ) {}

  @Patch(':pair_id')
  @Answers({ zh: '问答对已更新', en: 'pair changed' })
  @ApiOperation({ summary: 'Decide about a pair, comment it or edit it; an edited statement is validated first' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The version that was seen; another one is a conflict' })
  @ApiEnvelope(200, PairDetail)
  @ApiFailures(400, 404, 409, 413, 415)
  async change(
    @Param() { task_id: taskId, pair_id: pairId }: PairPath,
    @Body() { state, comment, question, sql }: ChangePairRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PairDetail> {
    const change = {
      version: versionOfHeader(ifMatch),
      ...{ state, question, sql },
      comment: comment === undefined ? undefined : comment.trim() || null,
    };
    const language = languageOfRequest(request);
    try {
      await this.pairReviewService.change(taskId, pairId, change, actorOf(request, reply));
    } catch (error) {
      throw await this.withCurrent(error, taskId, pairId, language);
    }
    const detail = this.mapper.detail(await this.pairReviewService.get(taskId, pairId), language);
    void reply.header('etag', etagOf(detail.version));
    return detail;
  }

  @Post('bulk')
  @HttpCode(200)
  @Answers({ zh: '批量操作完成', en: 'pairs changed' })
  @ApiOperation({ summary: 'Decide about all pairs that match a filter; a dry run shows them and their number first' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating the request changes nothing more' })
  @ApiEnvelope(200, BulkPairsView)
  @ApiFailures(400, 404, 409, 413, 415)
  async bulk(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: BulkPairsRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<BulkPairsView> {
    requireIdempotencyKeyForm(idempotencyKey);
    const filter = filterOfBulk(body);
    const comment = body.comment === undefined ? undefined : body.comment.trim() || null;
    const change = { state: body.state, comment };
    if (body.dry_run) {
      const affected = await this.pairReviewService.affected(taskId, filter, change);
      const pairs = affected.slice(0, SHOWN).map((pair) => this.mapper.view(pair));
      return { dry_run: true, count: affected.length, batch_id: null, pairs };
    }
    const terms = { expected: body.expected_count ?? 0, key: idempotencyKey ?? randomUUID() };
    const actor = actorOf(request, reply);
    const { batchId, count } = await this.pairReviewService.changeAll(taskId, filter, change, terms, actor);
    return { dry_run: false, count, batch_id: batchId, pairs: [] };
  }

  @Post('undo')
  @HttpCode(200)
  @Answers({ zh: '已撤销', en: 'undone' })
  @ApiOperation({ summary: 'Take back the last action of this key on the task, or a bulk action as a whole' })
  @ApiEnvelope(200, UndonePairs)
  @ApiFailures(400, 404, 409, 413, 415)
  async undo(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { batch_id: batchId }: UndoRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UndonePairs> {
    return { pair_ids: await this.pairReviewService.undo(taskId, batchId, actorOf(request, reply)) };
  }

  /** The second of two people sees what the first one did. */
  private async withCurrent(error: unknown, taskId: string, pairId: string, language: Language): Promise<unknown> {
    if (!(error instanceof DomainError) || error.code !== pairReviewErrors.pair_changed_meanwhile.code) {
      return error;
    }
    const current = this.mapper.detail(await this.pairReviewService.get(taskId, pairId), language);
    return new DomainError(pairReviewErrors.pair_changed_meanwhile, {}, { cause: error, details: { current } });
  }
}

function actorOf(request: FastifyRequest, reply: FastifyReply) {
  const byUser = principalOf(request)?.name ?? 'anonymous';
  return { byUser, language: languageOfRequest(request), signal: clientGone(reply) };
}
