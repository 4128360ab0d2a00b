import { Body, Controller, Delete, Get, Inject, Param, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { isoTimestamp } from '#libs/clock';
import { CONFIG, type ResolvedConfig } from '#libs/config';
import { SchedulesService, type Schedule } from '#libs/tasks';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { Needs } from '../security/scope.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import { ListSchedulesQuery, RemovedSchedule, ScheduleList, ScheduleRequest, ScheduleView } from './schedule.dto.js';

@ApiTags('schedules')
@Controller()
export class SchedulesController {
  constructor(
    private readonly scheduleService: SchedulesService,
    @Inject(CONFIG) private readonly config: ResolvedConfig,
  ) {}

  @Get('schedules')
  @Answers({ zh: '获取定时计划列表成功', en: 'schedules' })
  @ApiOperation({ summary: 'Every schedule, those of the newest tasks first' })
  @ApiEnvelope(200, ScheduleList)
  @ApiFailures(400)
  async list(@Query() { limit, offset, task_id: taskId }: ListSchedulesQuery): Promise<ScheduleList> {
    const { schedules, total } = await this.scheduleService.list(limit, offset, taskId);
    return { schedules: schedules.map((schedule) => this.view(schedule)), total, limit, offset };
  }

  @Put('tasks/:task_id/schedule')
  @Answers({ zh: '定时计划已保存', en: 'schedule stored' })
  @ApiOperation({ summary: 'Let a task run again by itself; replaces the schedule it had' })
  @ApiEnvelope(200, ScheduleView)
  @ApiFailures(400, 404, 413, 415)
  async put(@Param() { task_id: taskId }: TaskPath, @Body() body: ScheduleRequest): Promise<ScheduleView> {
    const schedule = await this.scheduleService.put(taskId, {
      cron: body.schedule,
      timeZone: body.time_zone,
      cleanExistingFiles: body.clean_existing_files,
    });
    return this.view(schedule);
  }

  @Get('tasks/:task_id/schedule')
  @Answers({ zh: '获取定时计划成功', en: 'schedule' })
  @ApiOperation({ summary: 'The schedule of a task' })
  @ApiEnvelope(200, ScheduleView)
  @ApiFailures(400, 404)
  async get(@Param() { task_id: taskId }: TaskPath): Promise<ScheduleView> {
    return this.view(await this.scheduleService.get(taskId));
  }

  @Delete('tasks/:task_id/schedule')
  @Needs('run')
  @Answers({ zh: '定时计划已移除', en: 'schedule removed' })
  @ApiOperation({ summary: 'Let a task no longer run by itself; a run under way goes on' })
  @ApiEnvelope(200, RemovedSchedule)
  @ApiFailures(400, 404, 413, 415)
  async remove(@Param() { task_id: taskId }: TaskPath): Promise<RemovedSchedule> {
    await this.scheduleService.remove(taskId);
    return { task_id: taskId, removed: true };
  }

  private view(schedule: Schedule): ScheduleView {
    const time = (instant: Date) => isoTimestamp(instant, this.config.timeZone);
    return {
      task_id: schedule.taskId,
      task_name: schedule.task?.taskName ?? null,
      schedule: schedule.cron,
      time_zone: schedule.timeZone,
      clean_existing_files: schedule.cleanExistingFiles,
      created_at: time(schedule.createdAt),
      next_run_at: time(schedule.nextRunAt),
      last_started_at: schedule.lastStartedAt === null ? null : time(schedule.lastStartedAt),
      last_refusal: schedule.lastRefusal,
    };
  }
}
