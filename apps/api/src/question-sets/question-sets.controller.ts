import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { QuestionSetEntity } from '#libs/database';
import { QuestionSetsService, readRecords, withPlainKeys, type PlacedRecord } from '#libs/evaluation';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { readingForm } from '../http/multipart.js';
import { principalOf } from '../security/request-facts.js';
import {
  HeldOutSetRequest,
  LearntSetRequest,
  ListQuestionSetsQuery,
  ListQuestionsQuery,
  QuestionPage,
  QuestionSetList,
  QuestionSetPath,
  QuestionSetRequest,
  QuestionSetView,
  RemovedQuestionSet,
} from './question-set.dto.js';
import { receiveSet } from './receive-set.js';

@ApiTags('evaluations')
@Controller('question-sets')
export class QuestionSetsController {
  constructor(
    private readonly questionSetService: QuestionSetsService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post()
  @HttpCode(201)
  @Answers({ zh: '题集已保存', en: 'question set stored' })
  @ApiOperation({ summary: 'Store a question set; nothing is stored where anything in it is wrong' })
  @ApiEnvelope(201, QuestionSetView)
  @ApiFailures(400, 404, 413, 415)
  async create(
    @Body() { name, questions, task_id, db_name, execute_sql }: QuestionSetRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuestionSetView> {
    const records = questions.map((question, index): PlacedRecord => ({
      record: withPlainKeys(question),
      line: index + 1,
    }));
    const set = { name, taskId: task_id ?? null, dbName: db_name ?? null, executeSql: execute_sql };
    return this.store(Readable.from(records), set, request, reply);
  }

  @Post('upload')
  @HttpCode(201)
  @Answers({ zh: '题集已保存', en: 'question set stored' })
  @ApiOperation({ summary: 'Store a question set from a file: JSON, CSV or XLSX, at most 32 MB' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary', description: '.json .csv .xlsx' },
        name: { type: 'string', description: 'By default the name of the file' },
        task_id: { type: 'string' },
        db_name: { type: 'string' },
        execute_sql: { type: 'boolean', default: true },
      },
    },
  })
  @ApiEnvelope(201, QuestionSetView)
  @ApiFailures(400, 404, 413, 415)
  async upload(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QuestionSetView> {
    const { file, bytes, ...set } = await readingForm(() => receiveSet(request));
    return this.store(readRecords(file, bytes), set, request, reply);
  }

  @Post('held-out')
  @HttpCode(201)
  @Answers({ zh: '题集已保存', en: 'question set stored' })
  @ApiOperation({ summary: 'The questions that qa_generation of a task has kept back, as a question set' })
  @ApiEnvelope(201, QuestionSetView)
  @ApiFailures(400, 404, 409, 413, 415)
  async heldOut(
    @Body() { task_id: taskId }: HeldOutSetRequest,
    @Req() request: FastifyRequest,
  ): Promise<QuestionSetView> {
    return this.view(await this.questionSetService.heldOut(taskId, principalOf(request)?.name ?? null));
  }

  @Post('learnt')
  @HttpCode(201)
  @Answers({ zh: '题集已保存', en: 'question set stored' })
  @ApiOperation({
    summary: 'Questions that qa_generation of a task has learnt from real SQL and not loaded, as a question set',
  })
  @ApiEnvelope(201, QuestionSetView)
  @ApiFailures(400, 404, 409, 413, 415)
  async learnt(
    @Body() { task_id: taskId }: LearntSetRequest,
    @Req() request: FastifyRequest,
  ): Promise<QuestionSetView> {
    return this.view(await this.questionSetService.learnt(taskId, principalOf(request)?.name ?? null));
  }

  @Get()
  @Answers({ zh: '获取题集列表成功', en: 'question sets' })
  @ApiOperation({ summary: 'Question sets, newest first' })
  @ApiEnvelope(200, QuestionSetList)
  @ApiFailures(400)
  async list(@Query() { task_id, db_name, limit, offset }: ListQuestionSetsQuery): Promise<QuestionSetList> {
    const filter = { taskId: task_id, databaseName: db_name };
    const { sets, total } = await this.questionSetService.list(filter, limit, offset);
    return { question_sets: sets.map((set) => this.view(set)), total, limit, offset };
  }

  @Get(':set_id')
  @Answers({ zh: '获取题集成功', en: 'question set' })
  @ApiOperation({ summary: 'A question set' })
  @ApiEnvelope(200, QuestionSetView)
  @ApiFailures(400, 404)
  async get(@Param() { set_id: setId }: QuestionSetPath): Promise<QuestionSetView> {
    return this.view(await this.questionSetService.get(setId));
  }

  @Get(':set_id/questions')
  @Answers({ zh: '获取题目成功', en: 'questions' })
  @ApiOperation({ summary: 'The questions of a set in their order, page by page' })
  @ApiEnvelope(200, QuestionPage)
  @ApiFailures(400, 404)
  async questions(
    @Param() { set_id: setId }: QuestionSetPath,
    @Query() { after, limit }: ListQuestionsQuery,
  ): Promise<QuestionPage> {
    const questions = await this.questionSetService.questions(setId, after, limit);
    return {
      questions: questions.map(({ goldSql, ...question }) => ({ ...question, gold_sql: [...goldSql] })),
      next_after: questions.length === limit ? (questions.at(-1)?.position ?? null) : null,
    };
  }

  @Delete(':set_id')
  @Answers({ zh: '题集已删除', en: 'question set removed' })
  @ApiOperation({ summary: 'Remove a question set with the evaluations that used it' })
  @ApiEnvelope(200, RemovedQuestionSet)
  @ApiFailures(400, 404, 409, 413, 415)
  async remove(@Param() { set_id: setId }: QuestionSetPath): Promise<RemovedQuestionSet> {
    const { evaluations } = await this.questionSetService.remove(setId);
    return { set_id: setId, removed_evaluations: evaluations };
  }

  private async store(
    records: AsyncIterable<PlacedRecord>,
    set: { name: string; taskId: string | null; dbName: string | null; executeSql: boolean },
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<QuestionSetView> {
    const about = { ...set, createdBy: principalOf(request)?.name ?? null, language: languageOfRequest(request) };
    return this.view(await this.questionSetService.upload(records, about, clientGone(reply)));
  }

  private view(set: QuestionSetEntity): QuestionSetView {
    return {
      set_id: set.setId,
      name: set.name,
      origin: set.origin,
      task_id: set.taskId,
      db_name: set.databaseName,
      question_count: set.questionCount,
      content_hash: set.contentHash,
      created_by: set.createdBy,
      created_at: isoTimestamp(set.createdAt, this.config.timeZone),
    };
  }
}
