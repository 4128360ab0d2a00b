import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AuditLog } from '#libs/access';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { Needs } from '../security/scope.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { AuditList, AuditQuery } from './audit.dto.js';

@ApiTags('security')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Needs('admin')
  @Answers({ zh: '获取审计日志成功', en: 'audit log' })
  @ApiOperation({ summary: 'List changes with author, time and origin; newest first' })
  @ApiEnvelope(200, AuditList)
  @ApiFailures(400, 403)
  async list(@Query() { before_id: beforeId, ...filters }: AuditQuery): Promise<AuditList> {
    const { entries, total } = await this.audit.list({ beforeId, ...filters });
    const { limit } = filters;
    return {
      entries: entries.map((entry) => ({
        id: entry.id,
        at: isoTimestamp(entry.at, this.config.timeZone),
        actor: entry.actor,
        key_id: entry.keyId,
        action: entry.action,
        target: entry.target,
        status: entry.status,
        ip_address: entry.ipAddress,
        user_agent: entry.userAgent,
        request_id: entry.requestId,
        details: entry.details,
      })),
      total,
      limit,
      next_before_id: entries.length === limit ? (entries.at(-1)?.id ?? null) : null,
    };
  }
}
