import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import type { TaskLogEntity } from '#libs/database';
import { formatFileSize, TaskFilesService } from '#libs/files';
import { LOG_FILE } from '#libs/step-files';
import { TaskLogService, TasksService, type LogSearch } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { paginationOf, queryTime } from '../http/paging.js';
import { readerOf, readerText, type Reader } from '../http/reader-text.js';
import { timeRange } from '../http/time-bounds.js';
import { Needs } from '../security/scope.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import { FoundLogs, LogEntry, LogList, LogsQuery, SearchLogsRequest } from './log.dto.js';

const SORT_COLUMNS: Readonly<Record<SearchLogsRequest['sort_by'], LogSearch['sortBy']>> = {
  timestamp: 'timestamp',
  level: 'level',
  logger: 'moduleName',
  step: 'stepName',
  line_number: 'id',
};

@ApiTags('logs')
@Controller('tasks/:task_id/logs')
export class LogsController {
  constructor(
    private readonly taskService: TasksService,
    private readonly taskLogService: TaskLogService,
    private readonly taskFileService: TaskFilesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers({ zh: '获取任务日志成功', en: 'log entries' })
  @ApiOperation({ summary: 'The log of a task, newest first' })
  @ApiEnvelope(200, LogList)
  @ApiFailures(400, 404)
  async list(
    @Param() { task_id: taskId }: TaskPath,
    @Query() query: LogsQuery,
    @Req() request: FastifyRequest,
  ): Promise<LogList> {
    await this.taskService.require(taskId);
    const { entries, total } = await this.taskLogService.query(taskId, {
      limit: query.limit,
      level: query.level,
      step: query.step_name,
      beforeId: query.before_id,
    });
    return {
      task_id: taskId,
      logs: entries.map((entry) => this.view(entry, readerOf(request))),
      total,
      limit: query.limit,
      next_before_id: entries.length === query.limit ? (entries.at(-1)?.id ?? null) : null,
    };
  }

  @Post('query')
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '查询任务日志成功', en: 'log entries found' })
  @ApiOperation({ summary: 'Find entries of the log of a task by level, time, text, logger and step, page by page' })
  @ApiEnvelope(200, FoundLogs)
  @ApiFailures(400, 404, 413, 415)
  async search(
    @Param() { task_id: taskId }: TaskPath,
    @Body() body: SearchLogsRequest,
    @Req() request: FastifyRequest,
  ): Promise<FoundLogs> {
    const startedAt = performance.now();
    const { outputDirectory } = await this.taskService.require(taskId);
    const [{ entries, total }, all, file] = await Promise.all([
      this.taskLogService.search(taskId, this.conditions(body)),
      this.taskLogService.query(taskId, { limit: 1 }),
      this.taskFileService.list(taskId).then((files) => files.find(({ name }) => name === LOG_FILE)),
    ]);
    return {
      task_id: taskId,
      source: 'database',
      logs: entries.map((entry) => ({
        ...this.view(entry, readerOf(request)),
        step: entry.stepName,
        line_number: Number(entry.id),
      })),
      pagination: paginationOf(body, total),
      log_file_info: {
        exists: file !== undefined,
        file_path: `${outputDirectory}/${LOG_FILE}`,
        file_size: file?.size ?? 0,
        file_size_formatted: formatFileSize(file?.size ?? 0),
        last_modified: file === undefined ? null : this.time(file.modifiedAt),
        total_lines: all.total,
      },
      query_time: queryTime(startedAt),
    };
  }

  private conditions(body: SearchLogsRequest): LogSearch {
    return {
      equal: {
        level: body.level,
        stepName: body.step_name,
        moduleName: body.logger_name,
        executionId: body.execution_id,
      },
      keyword: body.keyword,
      ...timeRange(body.start_time, body.end_time, this.config.timeZone),
      sortBy: SORT_COLUMNS[body.sort_by],
      descending: body.sort_order === 'desc',
      limit: body.page_size,
      offset: (body.page - 1) * body.page_size,
    };
  }

  private view(entry: TaskLogEntity, reader: Reader): LogEntry {
    return {
      id: Number(entry.id),
      timestamp: this.time(entry.timestamp),
      level: entry.level,
      message: readerText({ message: entry.text, sentence: entry.message }, reader) ?? '',
      step_name: entry.stepName,
      execution_id: entry.executionId,
      run_id: entry.runId,
      logger: entry.moduleName,
    };
  }

  private time(instant: Date): string {
    return isoTimestamp(instant, this.config.timeZone);
  }
}
