import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import { TABLE_LIST_FILE } from '#libs/step-files';
import {
  decodeTableList,
  MAX_TABLE_LIST_BYTES,
  parseTableItems,
  parseTableList,
  type TableListItem,
} from '#libs/table-list';
import { TaskFilesService } from '#libs/files';
import type { Language } from '#libs/language';
import { TasksService, TaskTargetService } from '#libs/tasks';
import { formatFileSize } from '../files/file-size.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { httpErrors } from '../http/errors.js';
import { languageOfRequest } from '../http/language.js';
import { readingForm } from '../http/multipart.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { warningsOf } from '../tasks/target-warnings.js';
import { TaskPath } from '../http/task-path.dto.js';
import { StoredTableList, TableListInfo, TableListRequest, UploadedTableList } from './table-list.dto.js';

@ApiTags('table lists')
@Controller('tasks/:task_id')
export class TableListsController {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskFileService: TaskFilesService,
    private readonly targets: TaskTargetService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('table-list')
  @HttpCode(200)
  @Answers({ zh: '表清单已保存', en: 'table list stored' })
  @ApiOperation({ summary: 'Give a task its table list as JSON' })
  @ApiEnvelope(200, StoredTableList)
  @ApiFailures(400, 404, 409, 413, 415)
  async store(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { tables }: TableListRequest,
    @Req() request: FastifyRequest,
  ): Promise<StoredTableList> {
    const items = typeof tables === 'string' ? parseTableList(tables) : parseTableItems(tables);
    return this.replace(taskId, items, languageOfRequest(request));
  }

  @Get('table-list-info')
  @Answers({ zh: '获取表清单信息成功', en: 'table list' })
  @ApiOperation({ summary: 'The table list of a task and its file' })
  @ApiEnvelope(200, TableListInfo)
  @ApiFailures(400, 404)
  async info(@Param() { task_id: taskId }: TaskPath): Promise<TableListInfo> {
    const { tableList, outputDirectory } = await this.taskService.require(taskId);
    const file = (await this.taskFileService.list(taskId)).find(({ name }) => name === TABLE_LIST_FILE);
    return {
      task_id: taskId,
      has_file: file !== undefined,
      exists: file !== undefined,
      file_name: TABLE_LIST_FILE,
      file_path: `${outputDirectory}/${TABLE_LIST_FILE}`,
      file_size: file?.size ?? null,
      file_size_formatted: file === undefined ? null : formatFileSize(file.size),
      uploaded_at: file === undefined ? null : isoTimestamp(file.modifiedAt, this.config.timeZone),
      is_readable: file !== undefined,
      table_count: tableList?.length ?? 0,
      table_names: tableList ?? [],
    };
  }

  @Post('upload-table-list')
  @HttpCode(200)
  @Answers({ zh: '表清单上传成功', en: 'table list uploaded' })
  @ApiOperation({ summary: 'Upload the table list of a task: a .txt file in UTF-8, one table a line' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiEnvelope(200, UploadedTableList)
  @ApiFailures(400, 404, 409, 413, 415)
  async upload(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<UploadedTableList> {
    await this.taskService.require(taskId);
    const bytes = await readingForm(() => uploadedBytes(request));
    return {
      ...(await this.replace(taskId, parseTableList(decodeTableList(bytes)), languageOfRequest(request))),
      file_size: bytes.byteLength,
      file_size_formatted: formatFileSize(bytes.byteLength),
      upload_time: isoTimestamp(new Date(), this.config.timeZone),
    };
  }

  private async replace(taskId: string, items: readonly TableListItem[], language: Language): Promise<StoredTableList> {
    const tables = items.map(({ text }) => text);
    const { db_name, continue_on_error } = (await this.taskService.require(taskId)).parameters;
    const warnings = await this.targets.check({ db_name, continue_on_error }, tables);
    await this.taskService.replaceTableList(taskId, tables);
    const stored = { task_id: taskId, filename: TABLE_LIST_FILE, table_count: tables.length, tables } as const;
    return { ...stored, ...warningsOf(warnings, language) };
  }
}

async function uploadedBytes(request: FastifyRequest): Promise<Buffer> {
  const upload = await request.file({ limits: { fileSize: MAX_TABLE_LIST_BYTES + 1, files: 1 } });
  // A file name that is absent leaves the property undefined, although its type excludes that.
  if (upload === undefined || !upload.filename) {
    throw new DomainError(httpErrors.upload_file_missing);
  }
  if (!upload.filename.toLowerCase().endsWith('.txt')) {
    throw new DomainError(httpErrors.upload_type, { name: upload.filename.slice(0, 200) });
  }
  return upload.toBuffer();
}
