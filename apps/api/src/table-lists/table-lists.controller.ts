import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { DomainError } from '#libs/domain-errors';
import {
  decodeTableList,
  MAX_TABLE_LIST_BYTES,
  parseTableItems,
  parseTableList,
  TABLE_LIST_FILE,
  type TableListItem,
} from '#libs/table-list';
import { TaskFilesService } from '#libs/files';
import { TasksService } from '#libs/tasks';
import { formatFileSize } from '../files/file-size.js';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { httpErrors } from '../http/errors.js';
import { readingForm } from '../http/multipart.js';
import { success, taskIdParameter, timestamp } from '../http/schemas.js';

const tableListBody = z.strictObject({
  tables: z
    .union([z.array(z.string().min(1).max(500)).min(1).max(1000), z.string().min(1).max(100_000)])
    .describe('An array of tables, or one string with commas between them'),
});

const storedTableList = z.object({
  task_id: z.string(),
  filename: z.literal(TABLE_LIST_FILE),
  table_count: z.int(),
  tables: z.array(z.string()),
});
type StoredTableList = z.infer<typeof storedTableList>;

const uploadedTableList = storedTableList.extend({
  file_size: z.int(),
  file_size_formatted: z.string(),
  upload_time: timestamp,
});

const tableListInfo = z.object({
  task_id: z.string(),
  has_file: z.boolean(),
  exists: z.boolean(),
  file_name: z.literal(TABLE_LIST_FILE),
  file_path: z.string().describe('Inside the storage'),
  file_size: z.int().nullable(),
  file_size_formatted: z.string().nullable(),
  uploaded_at: timestamp.nullable(),
  is_readable: z.boolean(),
  table_count: z.int(),
  table_names: z.array(z.string()),
});

@ApiTags('table lists')
@Controller('tasks/:task_id')
export class TableListsController {
  constructor(
    private readonly tasks: TasksService,
    private readonly files: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('table-list')
  @HttpCode(200)
  @Answers('表清单已保存', 'table list stored')
  @ApiOperation({ summary: 'Give a task its table list as JSON' })
  @ApiResponse({ status: 200, standardSchema: success(200, storedTableList) })
  @ApiFailures(400, 404, 409, 413, 415)
  async store(
    @Param('task_id', { schema: taskIdParameter }) taskId: string,
    @Body({ schema: tableListBody }) { tables }: z.infer<typeof tableListBody>,
  ): Promise<StoredTableList> {
    return this.replace(taskId, typeof tables === 'string' ? parseTableList(tables) : parseTableItems(tables));
  }

  @Get('table-list-info')
  @Answers('获取表清单信息成功', 'table list')
  @ApiOperation({ summary: 'The table list of a task and its file' })
  @ApiResponse({ status: 200, standardSchema: success(200, tableListInfo) })
  @ApiFailures(400, 404)
  async info(@Param('task_id', { schema: taskIdParameter }) taskId: string): Promise<z.infer<typeof tableListInfo>> {
    const { tableList, outputDirectory } = await this.tasks.require(taskId);
    const file = (await this.files.list(taskId)).find(({ name }) => name === TABLE_LIST_FILE);
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
  @Answers('表清单上传成功', 'table list uploaded')
  @ApiOperation({ summary: 'Upload the table list of a task: a .txt file in UTF-8, one table a line' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } },
  })
  @ApiResponse({ status: 200, standardSchema: success(200, uploadedTableList) })
  @ApiFailures(400, 404, 409, 413, 415)
  async upload(
    @Param('task_id', { schema: taskIdParameter }) taskId: string,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof uploadedTableList>> {
    await this.tasks.require(taskId);
    const bytes = await readingForm(() => uploadedBytes(request));
    return {
      ...(await this.replace(taskId, parseTableList(decodeTableList(bytes)))),
      file_size: bytes.byteLength,
      file_size_formatted: formatFileSize(bytes.byteLength),
      upload_time: isoTimestamp(new Date(), this.config.timeZone),
    };
  }

  private async replace(taskId: string, items: readonly TableListItem[]): Promise<StoredTableList> {
    const tables = items.map(({ text }) => text);
    await this.tasks.replaceTableList(taskId, tables);
    return { task_id: taskId, filename: TABLE_LIST_FILE, table_count: tables.length, tables };
  }
}

async function uploadedBytes(request: FastifyRequest): Promise<Buffer> {
  const upload = await request.file({ limits: { fileSize: MAX_TABLE_LIST_BYTES + 1, files: 1 } });
  // A file name that is missing altogether leaves the property undefined, whatever its type says.
  if (upload === undefined || !upload.filename) {
    throw new DomainError(httpErrors.upload_file_missing);
  }
  if (!upload.filename.toLowerCase().endsWith('.txt')) {
    throw new DomainError(httpErrors.upload_type, { name: upload.filename.slice(0, 200) });
  }
  return upload.toBuffer();
}
