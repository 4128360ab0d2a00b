import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { FILE_TYPES } from '#libs/database';
import { TaskFilesService, type TaskFile } from '#libs/files';
import { TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { stepName, success, taskIdParameter, timestamp } from '../http/schemas.js';
import { formatFileSize } from './file-size.js';
import { sendFile } from './send-file.js';

const fileList = z.object({
  task_id: z.string(),
  files: z.array(
    z.object({
      file_name: z.string(),
      file_type: z.enum(FILE_TYPES),
      file_size: z.int(),
      file_size_formatted: z.string(),
      modified_at: timestamp,
      content_hash: z.string().nullable().describe('SHA-256; null for files that nobody recorded, such as the log'),
      step_name: stepName.nullable(),
      is_primary: z.boolean(),
      download_url: z.string(),
    }),
  ),
  total: z.int(),
  directory_info: z.object({ total_files: z.int(), total_size: z.int(), total_size_formatted: z.string() }),
});

@ApiTags('files')
@Controller('tasks/:task_id/files')
export class FilesController {
  constructor(
    private readonly tasks: TasksService,
    private readonly files: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers('获取文件列表成功', 'files')
  @ApiOperation({ summary: 'Every file of a task, sub-folders included' })
  @ApiResponse({ status: 200, standardSchema: success(200, fileList) })
  @ApiFailures(400, 404)
  async list(@Param('task_id', { schema: taskIdParameter }) taskId: string): Promise<z.infer<typeof fileList>> {
    await this.tasks.require(taskId);
    const files = await this.files.list(taskId);
    const size = files.reduce((sum, file) => sum + file.size, 0);
    return {
      task_id: taskId,
      files: files.map((file) => this.view(taskId, file)),
      total: files.length,
      directory_info: { total_files: files.length, total_size: size, total_size_formatted: formatFileSize(size) },
    };
  }

  @Get('download/*')
  @ApiOperation({ summary: 'Download a file; Range and conditional requests are served' })
  @ApiParam({ name: '*', description: 'Name as listed; a name in a sub-folder may be URL-encoded' })
  @ApiResponse({ status: 200, description: 'The content' })
  @ApiResponse({ status: 206, description: 'A part of the content' })
  @ApiResponse({ status: 304, description: 'Not modified' })
  @ApiFailures(400, 404, 416)
  download(
    @Param('task_id', { schema: taskIdParameter }) taskId: string,
    @Param('*') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(taskId, name, request, reply);
  }

  @Get('*')
  @ApiOperation({ summary: 'The same, by the shorter path' })
  @ApiParam({ name: '*', description: 'Name as listed; a name in a sub-folder may be URL-encoded' })
  @ApiResponse({ status: 200, description: 'The content' })
  @ApiResponse({ status: 206, description: 'A part of the content' })
  @ApiResponse({ status: 304, description: 'Not modified' })
  @ApiFailures(400, 404, 416)
  downloadByName(
    @Param('task_id', { schema: taskIdParameter }) taskId: string,
    @Param('*') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(taskId, name, request, reply);
  }

  private async send(taskId: string, name: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await this.tasks.require(taskId);
    const file = await this.files.open(taskId, name);
    await sendFile(file, request, reply);
  }

  private view(taskId: string, file: TaskFile): z.infer<typeof fileList>['files'][number] {
    return {
      file_name: file.name,
      file_type: file.type,
      file_size: file.size,
      file_size_formatted: formatFileSize(file.size),
      modified_at: isoTimestamp(file.modifiedAt, this.config.timeZone),
      content_hash: file.sha256,
      step_name: file.step,
      is_primary: file.isPrimary,
      download_url: `/api/v0/data_pipeline/tasks/${taskId}/files/download/${encodeURIComponent(file.name)}`,
    };
  }
}
