import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { MonitorService, TaskMonitorService } from '#libs/monitor';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { readerOf } from '../http/reader-text.js';
import { languageOfRequest } from '../http/language.js';
import { MonitorMapper } from './monitor.mapper.js';
import { StatusService } from './status.service.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { TaskPath } from '../http/task-path.dto.js';
import { AnomaliesQuery, AnomalyList, HistoryQuery, HistoryView, MonitorStatus } from './monitor.dto.js';
import { TaskMonitorView } from './task-monitor.dto.js';

@ApiTags('monitoring')
@Controller('monitor')
export class MonitorController {
  constructor(
    private readonly installation: StatusService,
    private readonly monitorService: MonitorService,
    private readonly taskMonitorService: TaskMonitorService,
    private readonly mapper: MonitorMapper,
  ) {}

  @Get('status')
  @Answers({ zh: '获取系统状态成功', en: 'system status' })
  @ApiOperation({ summary: 'Processes, queues, tasks, disk, active anomalies, and whether all is well' })
  @ApiEnvelope(200, MonitorStatus)
  @ApiFailures()
  status(@Req() request: FastifyRequest): Promise<MonitorStatus> {
    return this.installation.status(languageOfRequest(request));
  }

  @Get('tasks/:task_id')
  @Answers({ zh: '获取任务监控成功', en: 'task monitoring' })
  @ApiOperation({ summary: 'One task in detail: time, rate, expected end, worker, retries, logs, files' })
  @ApiEnvelope(200, TaskMonitorView)
  @ApiFailures(400, 404)
  async task(@Param() { task_id: taskId }: TaskPath, @Req() request: FastifyRequest): Promise<TaskMonitorView> {
    return this.mapper.task(await this.taskMonitorService.of(taskId), readerOf(request));
  }

  @Get('metrics/history')
  @Answers({ zh: '获取历史性能数据成功', en: 'metrics history' })
  @ApiOperation({ summary: 'What the processes measured, oldest first, at most 300 points' })
  @ApiEnvelope(200, HistoryView)
  @ApiFailures(400)
  async history(@Query() { minutes }: HistoryQuery): Promise<HistoryView> {
    const { points, resolutionSeconds } = await this.monitorService.history(minutes);
    return {
      minutes,
      resolution_seconds: resolutionSeconds,
      points: points.map((point) => this.mapper.point(point)),
    };
  }

  @Get('anomalies')
  @Answers({ zh: '获取异常记录成功', en: 'anomalies' })
  @ApiOperation({ summary: 'Anomalies that were open at any time of the last hours, newest first' })
  @ApiEnvelope(200, AnomalyList)
  @ApiFailures(400)
  async anomalies(@Query() { hours, limit }: AnomaliesQuery, @Req() request: FastifyRequest): Promise<AnomalyList> {
    const { anomalies, total } = await this.monitorService.anomalies(hours, limit);
    const language = languageOfRequest(request);
    return {
      hours,
      anomalies: anomalies.map((anomaly) => this.mapper.anomaly(anomaly, language)),
      total,
      limit,
      active: (await this.monitorService.activeAnomalies()).length,
    };
  }
}
