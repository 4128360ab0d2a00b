import { Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { EntityManager } from 'typeorm';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import {
  formatFileSize,
  MAX_UPLOAD_BYTES,
  OVERWRITE_MODES,
  UploadsService,
  type OverwriteMode,
  type StagedUpload,
  type UploadedFile,
} from '#libs/files';
import { TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { httpErrors } from '../http/errors.js';
import { readingForm } from '../http/multipart.js';
import { fileUrl } from './file-urls.js';
import { holds } from '../fields/shape.js';
import { choiceShape } from '../fields/shapes.js';
import { requestInvalid } from '../http/validation.pipe.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { UploadedFileView } from './file.dto.js';
import { TaskPath } from '../http/task-path.dto.js';

const MODE = choiceShape(OVERWRITE_MODES);

const FORM = {
  limits: { fileSize: MAX_UPLOAD_BYTES + 1, files: 1, fields: 10, fieldSize: 1000 },
  // A file over the limit is refused by its name and with the limit that holds here.
  throwFileSizeLimit: false,
  // A name with a folder is refused, not cut down to something else.
  preservePath: true,
};

@ApiTags('files')
@Controller('tasks/:task_id/files')
export class UploadsController {
  constructor(
    private readonly taskService: TasksService,
    private readonly uploadService: UploadsService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post()
  @HttpCode(200)
  @Answers({ zh: '文件上传成功', en: 'file uploaded' })
  @ApiOperation({ summary: 'Put a file into the folder of a task, at most 10 MB; not while the task runs' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: {
        file: { type: 'string', format: 'binary', description: '.ddl .md .txt .json .sql .csv .yaml .log .gz' },
        overwrite_mode: { type: 'string', enum: [...OVERWRITE_MODES], default: 'backup' },
      },
    },
  })
  @ApiEnvelope(200, UploadedFileView)
  @ApiFailures(400, 404, 409, 413, 415)
  async upload(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<UploadedFileView> {
    await this.taskService.whileIdle(taskId, async () => undefined);
    const { upload, mode } = await readingForm(() => this.receive(taskId, request));
    try {
      const publish = (manager: EntityManager) => this.uploadService.publish(upload, mode, manager);
      const stored = await this.taskService.whileIdle(taskId, publish, { changes: [upload.file.name] });
      return this.view(taskId, stored, mode);
    } finally {
      await this.uploadService.discard(upload);
    }
  }

  /** Reads the parts in any order. */
  private async receive(
    taskId: string,
    request: FastifyRequest,
  ): Promise<{ upload: StagedUpload; mode: OverwriteMode }> {
    let upload: StagedUpload | null = null;
    let mode: OverwriteMode = 'backup';
    try {
      for await (const part of request.parts(FORM)) {
        if (part.type === 'file') {
          upload = await this.uploadService.stage(taskId, part.filename, part.file);
        } else if (part.fieldname === 'overwrite_mode') {
          mode = modeOf(part.value);
        }
      }
      if (upload === null) {
        throw new DomainError(httpErrors.upload_part_missing);
      }
      return { upload, mode };
    } catch (error) {
      if (upload !== null) {
        await this.uploadService.discard(upload);
      }
      throw error;
    }
  }

  private view(
    taskId: string,
    { file, written, existed, keptAs }: UploadedFile,
    mode: OverwriteMode,
  ): UploadedFileView {
    const now = isoTimestamp(new Date(), this.config.timeZone);
    return {
      success: true,
      task_id: taskId,
      skipped: !written,
      uploaded_file: {
        filename: file.name,
        size: file.size,
        size_formatted: formatFileSize(file.size),
        content_hash: file.sha256,
        uploaded_at: now,
        overwrite_mode: mode,
        existed,
        action: written ? (existed ? 'replaced' : 'created') : 'skipped',
        download_url: fileUrl(taskId, file.name),
      },
      backup_info:
        keptAs === null
          ? null
          : {
              had_existing_file: true,
              backup_filename: keptAs,
              backup_version: Number(keptAs.slice(keptAs.lastIndexOf('_bak') + 4)),
              backup_created_at: now,
            },
    };
  }
}

function modeOf(value: unknown): OverwriteMode {
  if (!holds(MODE, value)) {
    throw requestInvalid(MODE.problems(value).map(({ message }) => ({ field: 'overwrite_mode', message })));
  }
  return value;
}
