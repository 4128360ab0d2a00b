import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { VectorOperationsService } from '#libs/vector-backup';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { requireScope } from '../security/scope.guard.js';
import { answerOperation } from './await-operation.js';
import { backupParametersOf } from './vector-parameters.mapper.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { BackupAnswer } from './backup-answer.dto.js';
import { StartedOperation } from './vector-operation.dto.js';
import { BackupRequest } from './vector-request.dto.js';

const DONE = { zh: 'Vector表备份完成', en: 'the vector tables are backed up' };
const NOTHING = { zh: '未请求任何操作', en: 'no operation was requested' };

@ApiTags('vector')
@Controller('vector')
export class VectorBackupController {
  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly mapper: VectorOperationMapper,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('backup')
  @HttpCode(200)
  @Answers({ zh: '操作成功', en: 'success' })
  @ApiOperation({ summary: 'Back up the vector tables on one snapshot; truncate the embeddings when asked' })
  @ApiEnvelope(200, BackupAnswer)
  @ApiEnvelope(202, StartedOperation)
  @ApiFailures(400, 403, 404, 409, 413, 415)
  async backup(
    @Body() body: BackupRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Record<string, unknown>> {
    const truncate = body.truncate_vector_tables;
    if (truncate) {
      requireScope(request, 'admin');
    }
    if (!truncate && !body.backup_vector_tables) {
      const response = NOTHING[languageOfRequest(request)];
      return {
        response,
        backup_performed: false,
        truncate_performed: false,
        timestamp: this.mapper.time(new Date()),
      };
    }
    const operation = await this.vectorOperationService.request({
      kind: 'backup',
      taskId: body.task_id ?? null,
      parameters: backupParametersOf(body),
      connectionString: body.db_connection ?? null,
      clientWaits: !body.async,
    });
    const waitMs = body.async ? 0 : this.config.vectorBackup.waitMs;
    return answerOperation(operation, request, reply, {
      service: this.vectorOperationService,
      mapper: this.mapper,
      waitMs,
      done: () => DONE,
    });
  }
}
