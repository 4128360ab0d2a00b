import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RetrievedPairs } from '#libs/pair-review';
import { StoreReader } from '#libs/store-reader';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { filterOf } from '../search/store-filter.dto.js';
import { searchNotes } from '../search/search-notes.js';
import { Needs } from '../security/scope.js';
import { ContextAnswer, ContextRequest } from './context.dto.js';
import { contextAnswer } from './context.mapper.js';

@ApiTags('readers')
@Controller('context')
export class ContextController {
  constructor(
    private readonly reader: StoreReader,
    private readonly retrievedPairs: RetrievedPairs,
  ) {}

  @Post()
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '上下文已构建', en: 'context' })
  @ApiOperation({ summary: 'The context of a prompt for the SQL of a question, within a number of tokens' })
  @ApiEnvelope(200, ContextAnswer)
  @ApiFailures(400, 404, 409, 413, 415)
  async build(
    @Body() body: ContextRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ContextAnswer> {
    const { question, mode, max_tokens, max_tables, max_pairs, format } = body;
    const options = { maxTokens: max_tokens, maxTables: max_tables, maxPairs: max_pairs };
    const asked = { text: question, mode, filter: filterOf(body) };
    const found = await this.reader.context(asked, options, clientGone(reply));
    const { tables, pairs, documents } = found.context;
    this.retrievedPairs.note(pairs.map((pair) => pair.question));
    const isEmpty = tables.length + pairs.length + documents.length === 0;
    const language = languageOfRequest(request);
    const notes = searchNotes({ asked: mode, used: found.mode, isEmpty }, language);
    return contextAnswer(found, format, body.language ?? language, notes);
  }
}
