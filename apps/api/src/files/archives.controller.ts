import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fileTimestamp, isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { ArchiveEntity } from '#libs/database';
import { ArchivesService } from '#libs/archives';
import { archiveMediaType, formatFileSize, type ArchiveFormat, type TaskSelection } from '#libs/files';
import type { Text } from '#libs/language';
import { TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { Needs } from '../security/scope.js';
import { archiveUrl } from './file-urls.js';
import { sendFile } from './send-file.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { ArchivePath, ArchiveRequest, BatchArchiveRequest, BuiltArchive } from './archive.dto.js';
import { TaskPath } from '../http/task-path.dto.js';

const ARCHIVE_STARTED: Text = { zh: '压缩包正在后台生成', en: 'the archive is being built' };
/** Bytes of files up to which an archive is the answer itself. */
const DIRECT_LIMIT_BYTES = 64 * 1024 * 1024;
/** Delivery of the archive: `direct`, in this response; `job`, built by a worker. */
const DELIVERY_HEADER = 'X-Archive-Delivery';

const ARCHIVE_CONTENT = {
  'application/zip': { schema: { type: 'string', format: 'binary' } },
  'application/gzip': { schema: { type: 'string', format: 'binary' } },
};

const DELIVERY = {
  [DELIVERY_HEADER]: {
    description: 'direct: this answer is the archive; job: a worker builds it',
    schema: { type: 'string' as const, enum: ['direct', 'job'] },
  },
};

@ApiTags('archives')
@Controller()
export class ArchivesController {
  constructor(
    private readonly taskService: TasksService,
    private readonly archiveService: ArchivesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('tasks/:task_id/files/archive')
  @HttpCode(200)
  @Needs('read')
  @ApiOperation({
    summary: 'An archive of the files of a task: as the answer itself, or built by a worker (see X-Archive-Delivery)',
  })
  @ApiResponse({ status: 200, description: 'The archive', content: ARCHIVE_CONTENT, headers: DELIVERY })
  @ApiEnvelope(202, BuiltArchive, { headers: DELIVERY })
  @ApiFailures(400, 404, 409, 413, 415)
  async create(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: ArchiveRequest,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.taskService.require(taskId);
    const selected = await this.archiveService.select([taskId], body.files);
    const size = selected.flatMap(({ files }) => files).reduce((sum, file) => sum + file.size, 0);
    if (body.delivery === 'direct' || (body.delivery === 'auto' && size <= DIRECT_LIMIT_BYTES)) {
      await this.stream(taskId, body.archive_format, selected, reply);
      return;
    }
    const archive = await this.archiveService.request(taskId, body.archive_format, selected);
    const message = ARCHIVE_STARTED[languageOfRequest(request)];
    await reply
      .status(202)
      .header(DELIVERY_HEADER, 'job')
      .header('location', archiveUrl(taskId, archive.archiveId))
      .send({ success: true, code: 202, message, data: this.view(archive) });
  }

  @Post('files/archive')
  @HttpCode(200)
  @Needs('read')
  @ApiOperation({ summary: 'Batch download: one archive with files of several tasks, a folder each' })
  @ApiResponse({ status: 200, description: 'The archive', content: ARCHIVE_CONTENT })
  @ApiFailures(400, 404, 409, 413, 415)
  async batch(@Body() body: BatchArchiveRequest, @Res() reply: FastifyReply): Promise<void> {
    const taskIds = [...new Set(body.task_ids)];
    for (const taskId of taskIds) {
      await this.taskService.require(taskId);
    }
    const name = `data_pipeline_${fileTimestamp(new Date(), this.config.timeZone)}`;
    await this.stream(name, body.archive_format, await this.archiveService.select(taskIds, body.files), reply);
  }

  @Get('tasks/:task_id/archives/:archive_id')
  @Answers({ zh: '获取压缩包状态成功', en: 'archive' })
  @ApiOperation({ summary: 'The state of an archive that a worker builds' })
  @ApiEnvelope(200, BuiltArchive)
  @ApiFailures(400, 404)
  async get(@Param() { task_id: taskId, archive_id: archiveId }: ArchivePath): Promise<BuiltArchive> {
    await this.taskService.require(taskId);
    return this.view(await this.archiveService.find(taskId, archiveId));
  }

  @Get('tasks/:task_id/archives/:archive_id/download')
  @ApiOperation({ summary: 'Download an archive that a worker has built; Range requests are served' })
  @ApiResponse({ status: 200, description: 'The archive', content: ARCHIVE_CONTENT })
  @ApiResponse({ status: 206, description: 'A part of the archive' })
  @ApiResponse({ status: 304, description: 'Not modified' })
  @ApiFailures(400, 404, 409, 416)
  async download(
    @Param() { task_id: taskId, archive_id: archiveId }: ArchivePath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.taskService.require(taskId);
    const { archive, ...content } = await this.archiveService.open(taskId, archiveId);
    await sendFile(
      {
        ...content,
        name: archive.fileName,
        sha256: archive.contentHash,
        contentType: archiveMediaType(archive.format),
        stream: (range) => content.stream(range),
      },
      request,
      reply,
    );
  }

  private async stream(
    name: string,
    format: ArchiveFormat,
    selected: readonly TaskSelection[],
    reply: FastifyReply,
  ): Promise<void> {
    await reply
      .status(200)
      .header(DELIVERY_HEADER, 'direct')
      .header('content-disposition', contentDisposition(`${name}.${format}`))
      .type(archiveMediaType(format))
      .send(this.archiveService.stream(format, selected));
  }

  private view(archive: ArchiveEntity): BuiltArchive {
    const time = (instant: Date) => isoTimestamp(instant, this.config.timeZone);
    const url = archiveUrl(archive.taskId, archive.archiveId);
    return {
      archive_id: archive.archiveId,
      task_id: archive.taskId,
      delivery: 'job',
      archive_format: archive.format,
      status: archive.status,
      total_files: archive.files.length,
      file_name: archive.fileName,
      file_size: archive.fileSize,
      file_size_formatted: archive.fileSize === null ? null : formatFileSize(archive.fileSize),
      content_hash: archive.contentHash,
      error_message: archive.errorMessage,
      created_at: time(archive.createdAt),
      completed_at: archive.completedAt === null ? null : time(archive.completedAt),
      expires_at: time(archive.expiresAt),
      status_url: url,
      download_url: `${url}/download`,
    };
  }
}
