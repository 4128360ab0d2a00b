import { Body, Controller, Get, Headers, HttpCode, Param, Patch, Post, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Message } from '#libs/language';
import { parseTableItems } from '#libs/table-list';
import { SchedulesService, TableListFolder, TasksService, TaskTargetService } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { requireIdempotencyKeyForm } from '../http/idempotency-key.js';
import type { JsonText } from '../http/json-text.js';
import { KeptAnswers } from '../http/kept-answers.js';
import { languageOfRequest } from '../http/language.js';
import { readerOf } from '../http/reader-text.js';
import { principalOf } from '../security/request-facts.js';
import { requireScope } from '../security/scope.guard.js';
import { taskParametersOf } from './task-parameters.mapper.js';
import { warningsOf } from './target-warnings.js';
import { TaskMapper } from './task.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import { ChangeTaskRequest } from './change-task.dto.js';
import { CreateTaskRequest } from './create-task.dto.js';
import { CreatedTask, ListTasksQuery, TaskDetail, TaskList } from './task.dto.js';

@ApiTags('tasks')
@Controller('tasks')
export class TasksController {
  private readonly lists = new KeptAnswers<TaskList>();

  constructor(
    private readonly taskService: TasksService,
    private readonly tableLists: TableListFolder,
    private readonly scheduleService: SchedulesService,
    private readonly targets: TaskTargetService,
    private readonly mapper: TaskMapper,
  ) {}

  @Post()
  @HttpCode(201)
  @Answers({ zh: '任务创建成功', en: 'task created' })
  @ApiOperation({ summary: 'Create a task' })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating the request gives the same task' })
  @ApiEnvelope(201, CreatedTask)
  @ApiFailures(400, 409, 413, 415)
  async create(
    @Body() body: CreateTaskRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<CreatedTask> {
    // Both change what other tasks have loaded.
    if (body.replace === 'database' || body.reembed) {
      requireScope(request, 'admin');
    }
    const { task_name: taskName, table_list_file: file, tables, schedule } = body;
    const parameters = taskParametersOf(body);
    const items =
      file === undefined ? tables && parseTableItems(tables).map(({ text }) => text) : await this.tableLists.read(file);
    requireIdempotencyKeyForm(idempotencyKey);
    if (schedule !== undefined) {
      this.scheduleService.requireValid(schedule);
    }
    const byUser = principalOf(request)?.name;
    let warnings: Message[] = [];
    const verify = async (): Promise<void> => {
      warnings = await this.targets.check(parameters, items);
    };
    const task = await this.taskService.create({ taskName, byUser, parameters, tables: items, idempotencyKey, verify });
    if (schedule !== undefined) {
      await this.scheduleService.put(task.taskId, { cron: schedule, cleanExistingFiles: false });
    }
    return { ...this.mapper.created(task), ...warningsOf(warnings, languageOfRequest(request)) };
  }

  @Get()
  @Answers({ zh: '获取任务列表成功', en: 'tasks' })
  @ApiOperation({ summary: 'List tasks, newest first' })
  @ApiEnvelope(200, TaskList)
  @ApiFailures(400)
  async list(@Query() query: ListTasksQuery): Promise<JsonText<TaskList>> {
    const page = await this.taskService.list(query);
    const { limit, offset } = query;
    return this.lists.answer(JSON.stringify(query), `${page.total} ${page.rows}`, () => ({
      tasks: page.tasks.map((view) => this.mapper.summary(view)),
      total: page.total,
      limit,
      offset,
    }));
  }

  @Get(':task_id')
  @Answers({ zh: '获取任务状态成功', en: 'task' })
  @ApiOperation({ summary: 'The state of a task and of its steps' })
  @ApiEnvelope(200, TaskDetail)
  @ApiFailures(400, 404)
  async get(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<TaskDetail> {
    return this.mapper.detail(await this.taskService.state(taskId), readerOf(request));
  }

  @Patch(':task_id')
  @Answers({ zh: '任务已修改', en: 'task changed' })
  @ApiOperation({ summary: 'Change which pairs a task loads' })
  @ApiEnvelope(200, TaskDetail)
  @ApiFailures(400, 404, 409, 413, 415)
  async change(
    @Param() { task_id: taskId }: TaskPath,
    @Body() { load }: ChangeTaskRequest,
    @Req() request: FastifyRequest,
  ): Promise<TaskDetail> {
    await this.taskService.changeLoad(taskId, load);
    return this.get({ task_id: taskId }, request);
  }
}
