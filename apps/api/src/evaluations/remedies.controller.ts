import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RemediesService } from '#libs/evaluation';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { EvaluationPath } from './evaluation.dto.js';
import { AppliedRemedies, RemedyList, RemedyRequest } from './remedy.dto.js';

@ApiTags('evaluations')
@Controller('tasks/:task_id/evaluations/:evaluation_id/remedies')
export class RemediesController {
  constructor(private readonly remedyService: RemediesService) {}

  @Get()
  @Answers({ zh: '获取改进办法成功', en: 'remedies' })
  @ApiOperation({ summary: 'What would help the failed questions: synonyms, joins and pairs' })
  @ApiEnvelope(200, RemedyList)
  @ApiFailures(400, 404, 409)
  async list(@Param() { task_id: taskId, evaluation_id: id }: EvaluationPath): Promise<RemedyList> {
    const remedies = await this.remedyService.list(taskId, id);
    return {
      remedies: remedies.map(({ remedy: { kind, ...edit }, causes, isCheapest, ...facts }) => ({
        ...facts,
        kind,
        edit,
        causes: [...causes],
        is_cheapest: isCheapest,
      })),
    };
  }

  @Post()
  @HttpCode(200)
  @Answers({ zh: '改进办法已写入任务文件', en: 'remedies written into the files of the task' })
  @ApiOperation({ summary: 'Write remedies into the semantic model and a pair file, as edits of a person' })
  @ApiEnvelope(200, AppliedRemedies)
  @ApiFailures(400, 404, 409, 413, 415)
  async apply(
    @Param() { task_id: taskId, evaluation_id: id }: EvaluationPath,
    @Body() { remedy_ids: ids }: RemedyRequest,
  ): Promise<AppliedRemedies> {
    return { remedies: await this.remedyService.apply(taskId, id, ids ?? null) };
  }
}
