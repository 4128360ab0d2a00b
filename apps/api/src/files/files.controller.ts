import { Controller, Delete, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { EntityManager } from 'typeorm';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { formatFileSize, TaskFilesService, type TaskFile } from '#libs/files';
import { TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { fileUrl } from './file-urls.js';
import { sendFile } from './send-file.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { DeletedFile, FileList, ListFilesQuery } from './file.dto.js';
import { TaskPath } from '../http/task-path.dto.js';

@ApiTags('files')
@Controller('tasks/:task_id/files')
export class FilesController {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskFileService: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取文件列表成功', en: 'files' })
  @ApiOperation({ summary: 'The files of a task, sub-folders included' })
  @ApiEnvelope(200, FileList)
  @ApiFailures(400, 404)
  async list(@Param() { task_id: taskId }: TaskPath, @Query() query: ListFilesQuery): Promise<FileList> {
    const task = await this.taskService.require(taskId);
    const all = await this.taskFileService.list(taskId);
    const matching = all.filter(
      ({ name, type }) =>
        (query.file_type === undefined || type === query.file_type) &&
        (query.folder === undefined || folderOf(name) === query.folder.replace(/\/$/, '')),
    );
    const size = all.reduce((sum, file) => sum + file.size, 0);
    return {
      task_id: taskId,
      files: sorted(matching, query)
        .slice(query.offset, query.offset + query.limit)
        .map((file) => this.view(taskId, file)),
      total: matching.length,
      limit: query.limit,
      offset: query.offset,
      directory_info: {
        exists: task.filesDeletedAt === null,
        total_files: all.length,
        total_size: size,
        total_size_formatted: formatFileSize(size),
        folders: [...new Set(all.map(({ name }) => folderOf(name)))].filter((folder) => folder !== '').sort(),
      },
    };
  }

  @Get(['download/*', '*'])
  @ApiOperation({ summary: 'Download a file, by either path; Range and conditional requests are served' })
  @ApiParam({ name: '*', description: 'Name as listed; a name in a sub-folder may be URL-encoded' })
  @ApiResponse({ status: 200, description: 'The content' })
  @ApiResponse({ status: 206, description: 'A part of the content' })
  @ApiResponse({ status: 304, description: 'Not modified' })
  @ApiFailures(400, 404, 416)
  async download(
    @Param() { task_id: taskId }: TaskPath,
    @Param('*') name: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.taskService.require(taskId);
    await sendFile(await this.taskFileService.open(taskId, name), request, reply);
  }

  @Delete('*')
  @Answers({ zh: '文件已删除', en: 'file deleted' })
  @ApiOperation({ summary: 'Delete a file; not those of the system, and not while the task runs' })
  @ApiParam({ name: '*', description: 'Name as listed; a name in a sub-folder may be URL-encoded' })
  @ApiEnvelope(200, DeletedFile)
  @ApiFailures(400, 404, 409, 413, 415)
  async delete(@Param() { task_id: taskId }: TaskPath, @Param('*') name: string): Promise<DeletedFile> {
    const remove = (manager: EntityManager) => this.taskFileService.delete(taskId, name, manager);
    const size = await this.taskService.whileIdle(taskId, remove, { changes: [name] });
    return {
      task_id: taskId,
      file_name: name,
      deleted_size: size,
      deleted_size_formatted: formatFileSize(size),
      deleted_at: isoTimestamp(new Date(), this.config.timeZone),
    };
  }

  private view(taskId: string, file: TaskFile): FileList['files'][number] {
    return {
      file_name: file.name,
      file_type: file.type,
      file_size: file.size,
      file_size_formatted: formatFileSize(file.size),
      created_at: file.createdAt === null ? null : isoTimestamp(file.createdAt, this.config.timeZone),
      modified_at: isoTimestamp(file.modifiedAt, this.config.timeZone),
      content_hash: file.sha256,
      step_name: file.step,
      is_primary: file.isPrimary,
      download_url: fileUrl(taskId, file.name),
    };
  }
}

function folderOf(name: string): string {
  return name.split('/').slice(0, -1).join('/');
}

function sorted(files: readonly TaskFile[], { sort_by, sort_order }: ListFilesQuery): TaskFile[] {
  const key = {
    file_name: () => 0,
    file_size: ({ size }: TaskFile) => size,
    modified_at: ({ modifiedAt }: TaskFile) => modifiedAt.getTime(),
  }[sort_by];
  const direction = sort_order === 'asc' ? 1 : -1;
  return files.toSorted((a, b) => direction * (key(a) - key(b) || (a.name < b.name ? -1 : 1)));
}
