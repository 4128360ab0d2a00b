import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { Language } from '#libs/language';
import { BackupLocations, explainRetention, previewRetention, type LocationRetention } from '#libs/vector-backup';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { RetentionPreview } from './vector-retention.dto.js';

@ApiTags('vector')
@Controller('vector')
export class VectorRetentionController {
  constructor(
    private readonly locations: BackupLocations,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get('retention')
  @Answers({ zh: '操作成功', en: 'retention' })
  @ApiOperation({ summary: 'What the rules of retention would remove now, and why; removes nothing' })
  @ApiEnvelope(200, RetentionPreview)
  @ApiFailures()
  async preview(@Req() request: FastifyRequest): Promise<RetentionPreview> {
    const { timeZone, vectorBackup } = this.config;
    const { keep, keepDays, keepDaily, keepWeekly, keepMonthly } = vectorBackup.retention;
    const found = await previewRetention(this.locations, vectorBackup.retention, { now: new Date(), timeZone });
    const removed = found.flatMap(({ decisions }) => decisions.filter(({ keeps }) => !keeps));
    return {
      rules: {
        keep,
        keep_days: keepDays,
        keep_daily: keepDaily,
        keep_weekly: keepWeekly,
        keep_monthly: keepMonthly,
      },
      time_zone: timeZone,
      locations: found.map((location) => this.locationView(location, languageOfRequest(request))),
      removed_backups: removed.length,
      removed_bytes: removed.reduce((sum, { backup }) => sum + backup.bytes, 0),
    };
  }

  private locationView(
    { taskId, relativePath, decisions }: LocationRetention,
    language: Language,
  ): RetentionPreview['locations'][number] {
    const { timeZone, vectorBackup } = this.config;
    return {
      type: taskId === null ? 'global' : 'task',
      relative_path: relativePath,
      ...(taskId === null ? {} : { task_id: taskId }),
      backups: decisions.map((decision) => ({
        timestamp: decision.backup.timestamp,
        created_at: isoTimestamp(decision.backup.startedAt, timeZone),
        size_bytes: decision.backup.bytes,
        keeps: decision.keeps,
        reasons: [...decision.reasons],
        explanation: explainRetention(decision, vectorBackup.retention, language),
      })),
    };
  }
}
