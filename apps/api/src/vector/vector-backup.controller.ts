import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { backupParametersSchema, VectorOperationsService } from '#libs/vector-backup';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { success } from '../http/schemas.js';
import { requireScope } from '../security/scope.guard.js';
import { answerOperation } from './await-operation.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { backupAnswer, backupBody, startedOperation, type BackupBody } from './vector.dto.js';

const DONE = { zh: 'Vector表备份完成', en: 'the vector tables are backed up' };
const NOTHING = { zh: '未请求任何操作', en: 'nothing was asked for' };

@ApiTags('vector')
@Controller('vector')
export class VectorBackupController {
  constructor(
    private readonly operations: VectorOperationsService,
    private readonly mapper: VectorOperationMapper,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('backup')
  @HttpCode(200)
  @Answers('操作成功', 'success')
  @ApiOperation({ summary: 'Back up the vector tables on one snapshot; truncate the embeddings when asked' })
  @ApiResponse({ status: 200, standardSchema: success(200, backupAnswer) })
  @ApiResponse({ status: 202, standardSchema: success(202, startedOperation) })
  @ApiFailures(400, 403, 404, 409, 413, 415)
  async backup(
    @Body({ schema: backupBody }) body: BackupBody,
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
    const parameters = backupParametersSchema.parse({ ...body, parallel: body.parallel ?? null, truncate });
    const operation = await this.operations.request({
      kind: 'backup',
      taskId: body.task_id ?? null,
      parameters,
      connectionString: body.db_connection ?? null,
    });
    const waitMs = body.async ? 0 : this.config.vectorBackup.waitMs;
    return answerOperation(operation, request, reply, {
      service: this.operations,
      mapper: this.mapper,
      waitMs,
      done: () => DONE,
    });
  }
}
