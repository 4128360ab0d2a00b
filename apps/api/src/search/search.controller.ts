import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RetrievedPairs } from '#libs/pair-review';
import { readPair, StoreReader } from '#libs/store-reader';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { clientGone } from '../http/client-gone.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { Needs } from '../security/scope.js';
import { SearchAnswer, SearchRequest } from './search.dto.js';
import { searchAnswer } from './search.mapper.js';
import { searchNotes } from './search-notes.js';
import { filterOf } from './store-filter.dto.js';

@ApiTags('readers')
@Controller('search')
export class SearchController {
  constructor(
    private readonly reader: StoreReader,
    private readonly retrievedPairs: RetrievedPairs,
  ) {}

  @Post()
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '检索完成', en: 'search result' })
  @ApiOperation({ summary: 'The DDL, documents and pairs of the store that answer a question, with the reasons' })
  @ApiEnvelope(200, SearchAnswer)
  @ApiFailures(400, 404, 409, 413, 415)
  async search(
    @Body() body: SearchRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SearchAnswer> {
    const { question, mode, ddl, documents, pairs } = body;
    const limits = { ddl, documentation: documents, sql: pairs };
    const asked = { text: question, mode, limits, filter: filterOf(body) };
    const found = await this.reader.search(asked, clientGone(reply));
    this.retrievedPairs.note(found.hits.sql.flatMap(({ document }) => readPair(document)?.question ?? []));
    const isEmpty = Object.values(found.hits).every((hits) => hits.length === 0);
    return searchAnswer(found, searchNotes({ asked: mode, used: found.mode, isEmpty }, languageOfRequest(request)));
  }
}
