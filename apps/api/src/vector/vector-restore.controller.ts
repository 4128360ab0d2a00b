import { Body, Controller, Get, HttpCode, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { errorText } from '#libs/domain-errors';
import { formatFileSize } from '#libs/files';
import type { Language, Text } from '#libs/language';
import {
  BackupCopies,
  BackupLocations,
  VectorOperationsService,
  type CopiedBackup,
  type CopiedLocation,
  type RestoreParameters,
  type VerifyParameters,
} from '#libs/vector-backup';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { Needs } from '../security/scope.js';
import { answerOperation } from './await-operation.js';
import { restoreParametersOf } from './vector-parameters.mapper.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { BackupList } from './backup-list.dto.js';
import { RestoreAnswer, VerifyAnswer } from './restore-answer.dto.js';
import { StartedOperation } from './vector-operation.dto.js';
import { ListBackupsQuery, RestoreRequest, VerifyRequest } from './vector-request.dto.js';

const LISTED = { zh: '成功扫描到备份', en: 'backups were looked for' };
const RESTORED = { zh: '向量表恢复完成', en: 'the vector tables are restored' };
const NOTHING = { zh: '未请求恢复任何表', en: 'no table was requested' };
const VERIFIED = { zh: '备份验证通过', en: 'the backup was restored for a test, and is whole' };

@ApiTags('vector')
@Controller('vector')
export class VectorRestoreController {
  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly locations: BackupLocations,
    private readonly copies: BackupCopies,
    private readonly mapper: VectorOperationMapper,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get('restore/list')
  @Answers({ zh: '操作成功', en: 'success' })
  @ApiOperation({ summary: 'Backups that can be restored, newest first in each location' })
  @ApiEnvelope(200, BackupList)
  @ApiFailures(400)
  async list(@Query() query: ListBackupsQuery, @Req() request: FastifyRequest): Promise<BackupList> {
    const filter = { globalOnly: query.global_only, taskId: query.task_id ?? null };
    const found = await this.copies.list(filter);
    const copies = found.flatMap(({ backups }) => backups).filter(({ copy }) => copy !== null);
    const setsOf = (global: boolean): number =>
      found.filter(({ taskId }) => (taskId === null) === global).reduce((sum, { backups }) => sum + backups.length, 0);
    const now = this.mapper.time(new Date());
    return {
      response: LISTED[languageOfRequest(request)],
      backup_locations: found.map((location) => this.locationView(location, languageOfRequest(request))),
      summary: {
        total_locations: found.length,
        total_backup_sets: setsOf(true) + setsOf(false),
        global_backups: setsOf(true),
        task_backups: setsOf(false),
        schedule: this.config.vectorBackup.schedule,
        verify_schedule: this.config.vectorBackup.verifySchedule,
        keep: this.config.vectorBackup.retention.keep,
        copies_missing:
          this.copies.locations === null ? null : copies.filter(({ copy }) => copy?.state !== 'verified').length,
        scan_time: now,
      },
      timestamp: now,
    };
  }

  @Post('restore')
  @Needs('admin')
  @HttpCode(200)
  @Answers({ zh: '操作成功', en: 'success' })
  @ApiOperation({ summary: 'Restore a backup in one transaction: all of it, or nothing' })
  @ApiEnvelope(200, RestoreAnswer)
  @ApiEnvelope(202, StartedOperation)
  @ApiFailures(400, 403, 404, 409, 413, 415)
  async restore(
    @Body() body: RestoreRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, unknown>> {
    const source = await this.sourceOf(body);
    if (body.tables.length === 0) {
      const timestamp = this.mapper.time(new Date());
      const response = NOTHING[languageOfRequest(request)];
      return {
        response,
        restore_performed: false,
        truncate_performed: false,
        restore_results: {},
        errors: [],
        timestamp,
      };
    }
    return this.run('restore', restoreParametersOf(body, source), body, request, reply, RESTORED);
  }

  @Post('verify')
  @HttpCode(200)
  @Answers({ zh: '操作成功', en: 'success' })
  @ApiOperation({ summary: 'Restore a backup into a scratch schema, compare counts and contents, and drop it' })
  @ApiEnvelope(200, VerifyAnswer)
  @ApiEnvelope(202, StartedOperation)
  @ApiFailures(400, 403, 404, 413, 415)
  async verify(
    @Body() body: VerifyRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, unknown>> {
    return this.run('verify', await this.sourceOf(body), body, request, reply, VERIFIED);
  }

  private async run(
    kind: 'restore' | 'verify',
    parameters: RestoreParameters | VerifyParameters,
    body: VerifyRequest,
    request: FastifyRequest,
    reply: FastifyReply,
    sentences: Text,
  ): Promise<Record<string, unknown>> {
    const operation = await this.vectorOperationService.request({
      kind,
      taskId: parameters.source_task_id,
      parameters: { ...parameters },
      connectionString: body.db_connection ?? null,
      clientWaits: !body.async,
    });
    return answerOperation(operation, request, reply, {
      service: this.vectorOperationService,
      mapper: this.mapper,
      waitMs: body.async ? 0 : this.config.vectorBackup.waitMs,
      done: () => sentences,
    });
  }

  private async sourceOf(body: VerifyRequest): Promise<VerifyParameters> {
    if (body.operation_id !== undefined) {
      const { taskId, timestamp } = await this.vectorOperationService.backupOf(body.operation_id);
      return { source_task_id: taskId, timestamp, storage: body.storage };
    }
    const taskId = body.backup_path === undefined ? null : this.locations.parse(body.backup_path);
    return { source_task_id: taskId, timestamp: body.timestamp ?? '', storage: body.storage };
  }

  private locationView(
    { taskId, relativePath, backups }: CopiedLocation,
    language: Language,
  ): BackupList['backup_locations'][number] {
    return {
      type: taskId === null ? 'global' : 'task',
      relative_path: relativePath,
      ...(taskId === null ? {} : { task_id: taskId }),
      backups: backups.map((backup) => ({
        timestamp: backup.timestamp,
        collection_file: backup.collection.name,
        embedding_file: backup.embedding.name,
        collection_size: formatFileSize(backup.collection.size),
        embedding_size: formatFileSize(backup.embedding.size),
        backup_date: backup.date,
        format: backup.format,
        compression: backup.compression,
        encryption_key_id: backup.encryption?.keyId ?? null,
        can_decrypt: (backup.encryption?.missing ?? null) === null,
        has_log: backup.log !== null,
        log_file: backup.log,
        has_manifest: backup.manifest !== null,
        incremental: backup.incremental,
        base_timestamp: backup.base,
        size_bytes: backup.bytes,
        created_at: this.mapper.time(backup.writtenAt),
        rows: backup.rows,
        verified: backup.verification !== null && backup.problem === null,
        verified_at: backup.verification && this.mapper.time(backup.verification.at),
        restore_seconds: backup.verification?.restoreSeconds ?? null,
        damaged_at: backup.damage && this.mapper.time(backup.damage.at),
        storage: backup.storage,
        copy: backup.copy && {
          state: backup.copy.state,
          copied_at: backup.copy.copiedAt && this.mapper.time(backup.copy.copiedAt),
          problem: backup.copy.problem && backup.copy.problem[language],
        },
        complete: backup.problem === null,
        problem: problemText(backup, language),
      })),
    };
  }
}

/** What is in the way of a restore; null: nothing. */
function problemText({ problem, damage, encryption }: CopiedBackup, language: Language): string | null {
  const error = problem ?? (damage === null ? (encryption?.missing ?? null) : null);
  return error === null ? (damage?.reason[language] ?? null) : errorText(error, language);
}
