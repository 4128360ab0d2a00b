import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { TasksService, type TaskSearch } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { paginationOf, queryTime } from '../http/paging.js';
import { timeRange } from '../http/time-bounds.js';
import { Needs } from '../security/scope.js';
import { TaskMapper } from './task.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { FoundTasks, SearchTasksRequest } from './task-search.dto.js';

const SORT_COLUMNS: Readonly<Record<SearchTasksRequest['sort_by'], TaskSearch['sortBy']>> = {
  created_at: 'createdAt',
  started_at: 'startedAt',
  completed_at: 'completedAt',
  task_name: 'taskName',
  status: 'status',
};

@ApiTags('tasks')
@Controller('tasks')
export class TaskSearchController {
  constructor(
    private readonly taskService: TasksService,
    private readonly mapper: TaskMapper,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Post('query')
  @HttpCode(200)
  @Needs('read')
  @Answers({ zh: '查询任务成功', en: 'tasks found' })
  @ApiOperation({ summary: 'Find tasks by status, name, database, creator and times, page by page' })
  @ApiEnvelope(200, FoundTasks)
  @ApiFailures(400, 413, 415)
  async search(@Body() body: SearchTasksRequest): Promise<FoundTasks> {
    const startedAt = performance.now();
    const { tasks, total } = await this.taskService.search(this.conditions(body));
    const { page, page_size, sort_by, sort_order, ...filters } = body;
    return {
      tasks: tasks.map((view) => this.mapper.summary(view)),
      pagination: paginationOf({ page, page_size }, total),
      filters_applied: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
      sort_applied: { sort_by, sort_order },
      query_time: queryTime(startedAt),
    };
  }

  private conditions(body: SearchTasksRequest): TaskSearch {
    const { timeZone } = this.config;
    return {
      equal: { status: body.status, dbName: body.db_name },
      creator: body.created_by,
      nameContains: body.task_name,
      times: {
        createdAt: timeRange(body.created_time_start, body.created_time_end, timeZone),
        startedAt: timeRange(body.started_time_start, body.started_time_end, timeZone),
        completedAt: timeRange(body.completed_time_start, body.completed_time_end, timeZone),
      },
      sortBy: SORT_COLUMNS[body.sort_by],
      descending: body.sort_order === 'desc',
      limit: body.page_size,
      offset: (body.page - 1) * body.page_size,
    };
  }
}
