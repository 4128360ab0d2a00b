import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { LOG_LEVELS } from '#libs/database';
import { TaskLogService, TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { queryNumber, stepName, success, taskIdParameter, timestamp } from '../http/schemas.js';

const logsQuery = z.strictObject({
  limit: queryNumber(1, 1000, 100),
  level: z.string().toUpperCase().pipe(z.enum(LOG_LEVELS)).optional(),
  step_name: stepName.optional(),
  before_id: z
    .string()
    .regex(/^\d{1,18}$/, { error: 'expected the id of a log entry' })
    .optional(),
});

const logList = z.object({
  task_id: z.string(),
  logs: z.array(
    z.object({
      id: z.int(),
      timestamp,
      level: z.enum(LOG_LEVELS),
      message: z.string(),
      step_name: stepName.nullable(),
      execution_id: z.string().nullable(),
      logger: z.string(),
    }),
  ),
  total: z.int().describe('Entries that the filters match'),
  limit: z.int(),
  next_before_id: z.string().nullable().describe('before_id of the next page, null on the last'),
});

@ApiTags('logs')
@Controller('tasks/:task_id/logs')
export class LogsController {
  constructor(
    private readonly tasks: TasksService,
    private readonly logs: TaskLogService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get()
  @Answers('获取任务日志成功', 'log entries')
  @ApiOperation({ summary: 'The log of a task, newest first' })
  @ApiResponse({ status: 200, standardSchema: success(200, logList) })
  @ApiFailures(400, 404)
  async list(
    @Param('task_id', { schema: taskIdParameter }) taskId: string,
    @Query({ schema: logsQuery }) query: z.infer<typeof logsQuery>,
  ): Promise<z.infer<typeof logList>> {
    await this.tasks.require(taskId);
    const { entries, total } = await this.logs.query(taskId, {
      limit: query.limit,
      level: query.level,
      step: query.step_name,
      beforeId: query.before_id,
    });
    return {
      task_id: taskId,
      logs: entries.map((entry) => ({
        id: Number(entry.id),
        timestamp: isoTimestamp(entry.timestamp, this.config.timeZone),
        level: entry.level,
        message: entry.message,
        step_name: entry.stepName,
        execution_id: entry.executionId,
        logger: entry.moduleName,
      })),
      total,
      limit: query.limit,
      next_before_id: entries.length === query.limit ? (entries.at(-1)?.id ?? null) : null,
    };
  }
}
