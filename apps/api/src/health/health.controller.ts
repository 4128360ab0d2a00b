import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import type { FastifyReply } from 'fastify';
import { ProcessRepository } from '#libs/fleet';
import { PROBED_SERVICES } from '#libs/health';
import { productVersion } from '#libs/product-version';
import { Liveness } from './health.dto.js';
import { ServiceIndicators } from './service-indicators.js';

const VERSION = productVersion();
const CLOCK_OFF_MS = 2_000;

type Readiness = HealthCheckResult & { version: string; notices: string[] };

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: ServiceIndicators,
    private readonly processes: ProcessRepository,
  ) {}

  @Get('live')
  @ApiOperation({ summary: 'The process runs' })
  @ApiResponse({ status: 200, type: Liveness })
  live(): Liveness {
    return { status: 'ok', version: VERSION };
  }

  @Get('ready')
  @HealthCheck()
  @ApiOperation({
    summary: 'Postgres, the queue and the storage can be used, and no job is lost; 503 says which cannot',
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const notices = await this.notices();
    try {
      const report = await this.health.check(PROBED_SERVICES.map((service) => () => this.indicators.of(service)));
      return { ...report, version: VERSION, notices };
    } catch (error) {
      // Terminus throws its report; probes expect that format, not our error format.
      if (!(error instanceof ServiceUnavailableException)) {
        throw error;
      }
      void reply.status(503);
      return { ...(error.getResponse() as HealthCheckResult), version: VERSION, notices };
    }
  }

  /** Problems of other processes that leave this one ready. Codes only: the route needs no key. */
  private async notices(): Promise<string[]> {
    const alive = await this.processes.alive().catch(() => []);
    const codes = alive.flatMap(({ refusal, clockOffsetMs }) => [
      ...(refusal === null ? [] : [refusal.code]),
      ...(Math.abs(clockOffsetMs ?? 0) < CLOCK_OFF_MS ? [] : ['clock_off']),
    ]);
    return [...new Set(codes)].sort();
  }
}
