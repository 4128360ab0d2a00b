import { Controller, Delete, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DomainError } from '#libs/domain-errors';
import { fileErrors } from '#libs/files';
import { BackupLocations, VectorOperationsService } from '#libs/vector-backup';
import { sendFile } from '../files/send-file.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { VectorOperationMapper } from './vector-operation.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { CancelledOperation, OperationList, OperationView, RemovedOperation } from './vector-operation.dto.js';
import { ListOperationsQuery, OperationPath, RemoveOperationQuery } from './vector-request.dto.js';

@ApiTags('vector')
@Controller('vector/operations')
export class VectorOperationsController {
  constructor(
    private readonly vectorOperationService: VectorOperationsService,
    private readonly locations: BackupLocations,
    private readonly mapper: VectorOperationMapper,
  ) {}

  @Get()
  @Answers({ zh: '操作成功', en: 'operations' })
  @ApiOperation({ summary: 'Backups, restores and verifications, newest first' })
  @ApiEnvelope(200, OperationList)
  @ApiFailures(400)
  async list(@Query() query: ListOperationsQuery, @Req() request: FastifyRequest): Promise<OperationList> {
    const { limit, offset, task_id: taskId, kind, status } = query;
    const { operations, total } = await this.vectorOperationService.list({ kind, status, taskId }, limit, offset);
    const language = languageOfRequest(request);
    return { operations: operations.map((row) => this.mapper.view(row, language)), total, limit, offset };
  }

  @Get(':operation_id')
  @Answers({ zh: '操作成功', en: 'operation' })
  @ApiOperation({ summary: 'An operation: progress, rate, expected end, result' })
  @ApiEnvelope(200, OperationView)
  @ApiFailures(400, 404)
  async get(
    @Param() { operation_id: operationId }: OperationPath,
    @Req() request: FastifyRequest,
  ): Promise<OperationView> {
    return this.mapper.view(await this.vectorOperationService.get(operationId), languageOfRequest(request));
  }

  @Post(':operation_id/cancel')
  @HttpCode(202)
  @Answers({ zh: '已请求取消操作', en: 'cancellation requested' })
  @ApiOperation({ summary: 'Cancel an operation; nothing of it stays' })
  @ApiEnvelope(202, CancelledOperation)
  @ApiFailures(400, 404, 409, 413, 415)
  async cancel(@Param() { operation_id: operationId }: OperationPath): Promise<CancelledOperation> {
    const { ended } = await this.vectorOperationService.cancel(operationId);
    return { operation_id: operationId, status: ended ? 'cancelled' : 'running', cancel_requested: true };
  }

  @Delete(':operation_id')
  @Answers({ zh: '操作已删除', en: 'operation removed' })
  @ApiOperation({ summary: 'Remove an ended operation; of a backup, its files too' })
  @ApiEnvelope(200, RemovedOperation)
  @ApiFailures(400, 404, 409, 413, 415)
  async remove(
    @Param() { operation_id: operationId }: OperationPath,
    @Query() { include_backups: includeBackups }: RemoveOperationQuery,
  ): Promise<RemovedOperation> {
    const files = await this.vectorOperationService.remove(operationId, includeBackups);
    return { operation_id: operationId, removed_files: files };
  }

  @Get(':operation_id/files/:name')
  @ApiOperation({ summary: 'Download a file of a backup; Range and conditional requests are served' })
  @ApiParam({ name: 'name', description: 'Name of the file, as the operation lists it' })
  @ApiResponse({ status: 200, description: 'The content' })
  @ApiResponse({ status: 206, description: 'A part of the content' })
  @ApiResponse({ status: 304, description: 'Not modified' })
  @ApiFailures(400, 404, 416)
  async download(
    @Param() { operation_id: operationId }: OperationPath,
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const row = await this.vectorOperationService.get(operationId);
    const folder = this.locations.folder(row.taskId);
    // Only names of this backup: nothing else of the folder is reached by this route.
    const file = this.mapper.fileNames(row).includes(name) ? await folder.find(name) : null;
    if (file === null) {
      throw new DomainError(fileErrors.file_not_found, { name: name.slice(0, 200) });
    }
    const sendable = {
      ...file,
      sha256: this.mapper.fileHash(row, name),
      contentType: contentTypeOf(name),
      stream: (range?: { start: number; end: number }) => folder.stream(name, range),
    };
    await sendFile(sendable, request, reply);
  }
}

function contentTypeOf(name: string): string {
  if (name.endsWith('.csv')) {
    return 'text/csv; charset=utf-8';
  }
  return name.endsWith('.json') ? 'application/json; charset=utf-8' : 'application/octet-stream';
}
