import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AuditLog } from '#libs/access';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { queryNumber, success, timestamp } from '../http/schemas.js';
import { Needs } from '../security/scope.js';
import { both } from '../http/both-languages.js';

/** PostgreSQL holds no NUL, and cannot be asked for one. */
const searched = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    // No pattern: those of JSON schemas have no such classes everywhere.
    .refine((text) => !/\p{Cc}/u.test(text), {
      error: both('应为不含控制字符的文本', 'expected text without control characters'),
    });

const auditQuery = z.strictObject({
  limit: queryNumber(1, 500, 100),
  before_id: z
    .string()
    .regex(/^\d{1,18}$/, { error: both('应为一条记录的 id', 'expected the id of an entry') })
    .optional(),
  actor: searched(120).optional().describe('Name of a key'),
  mentions: searched(200).optional().describe('Part of target or details, such as the id of a task'),
});

const auditList = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: timestamp,
      actor: z.string().describe('Name of the key; anonymous while no key is asked for'),
      key_id: z.string().nullable(),
      action: z.string().describe('Method and route'),
      target: z.string().describe('The path that was asked for'),
      status: z.int(),
      ip_address: z.string().nullable(),
      user_agent: z.string().nullable(),
      request_id: z.string().nullable(),
      details: z
        .record(z.string(), z.unknown())
        .nullable()
        .describe(
          'What the path does not say: query, body, and what the answer names; without secrets, long texts cut',
        ),
    }),
  ),
  total: z.int(),
  limit: z.int(),
  next_before_id: z.string().nullable(),
});

@ApiTags('security')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditLog,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Needs('admin')
  @Answers('获取审计日志成功', 'audit log')
  @ApiOperation({ summary: 'Who changed what, when, and from where; newest first' })
  @ApiResponse({ status: 200, standardSchema: success(200, auditList) })
  @ApiFailures(400, 403)
  async list(
    @Query({ schema: auditQuery }) { before_id: beforeId, ...filters }: z.infer<typeof auditQuery>,
  ): Promise<z.infer<typeof auditList>> {
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
