import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { countTokens } from '#libs/reader-context';
import { StoreReader } from '#libs/store-reader';
import { clientGone } from '../http/client-gone.js';
import { Needs } from '../security/scope.js';
import { EmbeddingList, EmbeddingModel, EmbeddingModelList, EmbeddingsRequest } from './embeddings.dto.js';
import { embeddingOf, modelOf } from './embeddings.mapper.js';
import { OpenAiFailures } from './openai-failure.js';

export const OPENAI_PATH = 'v1';

/** The embedder of the store as an endpoint that every OpenAI client can use. */
@ApiTags('readers')
@Controller(OPENAI_PATH)
export class EmbeddingsController {
  constructor(private readonly reader: StoreReader) {}

  @Post('embeddings')
  @HttpCode(200)
  @Needs('read')
  @ApiOperation({ summary: 'Vectors of texts by the embedder of the store, as the OpenAI API gives them' })
  @ApiOkResponse({ type: EmbeddingList })
  @OpenAiFailures(400, 404, 409, 413, 415)
  async embed(
    @Body() body: EmbeddingsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmbeddingList> {
    const { model, dimensions, encoding_format } = body;
    const texts = [body.input].flat();
    const vectors = await this.reader.embed({ model, texts, dimensions }, clientGone(reply));
    const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);
    return {
      object: 'list',
      data: vectors.map((vector, index) => embeddingOf(vector, index, encoding_format)),
      model,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    };
  }

  @Get('models')
  @ApiOperation({ summary: 'The names of the embedder of the store' })
  @ApiOkResponse({ type: EmbeddingModelList })
  @OpenAiFailures(409)
  async models(@Res({ passthrough: true }) reply: FastifyReply): Promise<EmbeddingModelList> {
    const models = await this.reader.models(clientGone(reply));
    return { object: 'list', data: models.map(modelOf) };
  }

  @Get('models/:model')
  @ApiOperation({ summary: 'One name of the embedder of the store' })
  @ApiOkResponse({ type: EmbeddingModel })
  @OpenAiFailures(404, 409)
  async model(@Param('model') name: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<EmbeddingModel> {
    return modelOf(await this.reader.model(name, clientGone(reply)));
  }
}
