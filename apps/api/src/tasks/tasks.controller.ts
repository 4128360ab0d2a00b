import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { parseTableItems } from '#libs/table-list';
import { SchedulesService, TableListFolder, TasksService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { requireIdempotencyKeyForm } from '../http/idempotency-key.js';
import { success, taskIdParameter } from '../http/schemas.js';
import { principalOf } from '../security/request-facts.js';
import {
  createdTask,
  createTaskBody,
  listTasksQuery,
  taskDetail,
  taskList,
  type CreateTaskBody,
  type ListTasksQuery,
  type TaskDetail,
  type TaskList,
} from './task.dto.js';
import { TaskMapper } from './task.mapper.js';

@ApiTags('tasks')
@Controller('tasks')
export class TasksController {
  constructor(
    private readonly tasks: TasksService,
    private readonly tableLists: TableListFolder,
    private readonly schedules: SchedulesService,
    private readonly mapper: TaskMapper,
  ) {}

  @Post()
  @HttpCode(201)
  @Answers('任务创建成功', 'task created')
  @ApiOperation({ summary: 'Create a task' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating the request gives the same task' })
  @ApiResponse({ status: 201, standardSchema: success(201, createdTask) })
  @ApiFailures(400, 409, 413, 415)
  async create(
    @Body({ schema: createTaskBody }) body: CreateTaskBody,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<z.infer<typeof createdTask>> {
    const { task_name: taskName, table_list_file: file, tables, schedule, ...parameters } = body;
    const items =
      file === undefined ? tables && parseTableItems(tables).map(({ text }) => text) : await this.tableLists.read(file);
    requireIdempotencyKeyForm(idempotencyKey);
    if (schedule !== undefined) {
      this.schedules.requireValid(schedule);
    }
    const byUser = principalOf(request)?.name;
    const task = await this.tasks.create({ taskName, byUser, parameters, tables: items, idempotencyKey });
    if (schedule !== undefined) {
      await this.schedules.put(task.taskId, { cron: schedule, cleanExistingFiles: false });
    }
    return this.mapper.created(task);
  }

  @Get()
  @Answers('获取任务列表成功', 'tasks')
  @ApiOperation({ summary: 'List tasks, newest first' })
  @ApiResponse({ status: 200, standardSchema: success(200, taskList) })
  @ApiFailures(400)
  async list(@Query({ schema: listTasksQuery }) query: ListTasksQuery): Promise<TaskList> {
    const { tasks, total } = await this.tasks.list(query);
    return { tasks: tasks.map((view) => this.mapper.summary(view)), total, limit: query.limit, offset: query.offset };
  }

  @Get(':task_id')
  @Answers('获取任务状态成功', 'task')
  @ApiOperation({ summary: 'The state of a task and of its steps' })
  @ApiResponse({ status: 200, standardSchema: success(200, taskDetail) })
  @ApiFailures(400, 404)
  async get(@Param('task_id', { schema: taskIdParameter }) taskId: string): Promise<TaskDetail> {
    return this.mapper.detail(await this.tasks.state(taskId));
  }
}
