import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { examinationOf, examine, type Check } from '#libs/doctor';
import { productVersion } from '#libs/product-version';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { Needs } from '../security/scope.js';
import { ExaminationView } from './doctor.dto.js';

@ApiTags('monitoring')
@Controller('monitor/doctor')
@Needs('admin')
export class DoctorController {
  /** Requests of the same moment share one examination: it opens connections to every service. */
  private running: Promise<Check[]> | null = null;

  constructor(@Inject(CONFIG) private readonly config: ResolvedConfig) {}

  @Get()
  @Answers({ zh: '检查完成', en: 'examined' })
  @ApiOperation({
    summary: 'Looks at configuration, services, rights, versions, clocks and storage, and says what to do',
    description: 'Changes nothing. Each check ends within 15 seconds. An embeddings endpoint is asked for one word.',
  })
  @ApiEnvelope(200, ExaminationView)
  @ApiFailures()
  async examine(@Req() request: FastifyRequest): Promise<ExaminationView> {
    this.running ??= examine(this.config).finally(() => {
      this.running = null;
    });
    const { status, checks } = examinationOf(await this.running, languageOfRequest(request));
    return { status, version: productVersion(), checks: checks.map((check) => ({ ...check })) };
  }
}
