import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiFailures } from '../http/api-failures.js';
import { MetricsService } from './metrics.service.js';

@ApiTags('monitoring')
@Controller('metrics')
export class MetricsController {
  constructor(private readonly metrics: MetricsService) {}

  @Get()
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  @ApiResponse({ status: 200, description: 'The metrics', content: { 'text/plain': { schema: { type: 'string' } } } })
  @ApiFailures()
  async expose(@Res() reply: FastifyReply): Promise<void> {
    const text = await this.metrics.expose();
    await reply.type(this.metrics.contentType).send(text);
  }
}
