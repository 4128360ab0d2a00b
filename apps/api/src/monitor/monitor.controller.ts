import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { MonitorService, TaskMonitorService } from '#libs/monitor';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { languageOfRequest } from '../http/language.js';
import { success, taskIdParameter } from '../http/schemas.js';
import {
  anomaliesQuery,
  anomalyList,
  history,
  historyQuery,
  monitorStatus,
  taskMonitor,
  type AnomalyList,
  type HistoryView,
  type MonitorStatus,
  type TaskMonitorView,
} from './monitor.dto.js';
import { MonitorMapper } from './monitor.mapper.js';
import { StatusService } from './status.service.js';

@ApiTags('monitoring')
@Controller('monitor')
export class MonitorController {
  constructor(
    private readonly installation: StatusService,
    private readonly monitor: MonitorService,
    private readonly tasks: TaskMonitorService,
    private readonly mapper: MonitorMapper,
  ) {}

  @Get('status')
  @Answers('获取系统状态成功', 'system status')
  @ApiOperation({ summary: 'Processes, queues, tasks, disk, active anomalies, and whether all is well' })
  @ApiResponse({ status: 200, standardSchema: success(200, monitorStatus) })
  @ApiFailures()
  status(@Req() request: FastifyRequest): Promise<MonitorStatus> {
    return this.installation.status(languageOfRequest(request));
  }

  @Get('tasks/:task_id')
  @Answers('获取任务监控成功', 'task monitoring')
  @ApiOperation({ summary: 'One task in detail: time, rate, expected end, worker, retries, logs, files' })
  @ApiResponse({ status: 200, standardSchema: success(200, taskMonitor) })
  @ApiFailures(400, 404)
  async task(@Param('task_id', { schema: taskIdParameter }) taskId: string): Promise<TaskMonitorView> {
    return this.mapper.task(await this.tasks.of(taskId));
  }

  @Get('metrics/history')
  @Answers('获取历史性能数据成功', 'metrics history')
  @ApiOperation({ summary: 'What the processes measured, oldest first, at most 300 points' })
  @ApiResponse({ status: 200, standardSchema: success(200, history) })
  @ApiFailures(400)
  async history(@Query({ schema: historyQuery }) { minutes }: z.infer<typeof historyQuery>): Promise<HistoryView> {
    const { points, resolutionSeconds } = await this.monitor.history(minutes);
    return {
      minutes,
      resolution_seconds: resolutionSeconds,
      points: points.map((point) => this.mapper.point(point)),
    };
  }

  @Get('anomalies')
  @Answers('获取异常记录成功', 'anomalies')
  @ApiOperation({ summary: 'Anomalies that were open at any time of the last hours, newest first' })
  @ApiResponse({ status: 200, standardSchema: success(200, anomalyList) })
  @ApiFailures(400)
  async anomalies(
    @Query({ schema: anomaliesQuery }) { hours, limit }: z.infer<typeof anomaliesQuery>,
    @Req() request: FastifyRequest,
  ): Promise<AnomalyList> {
    const { anomalies, total } = await this.monitor.anomalies(hours, limit);
    const language = languageOfRequest(request);
    return {
      hours,
      anomalies: anomalies.map((anomaly) => this.mapper.anomaly(anomaly, language)),
      total,
      limit,
      active: (await this.monitor.activeAnomalies()).length,
    };
  }
}
