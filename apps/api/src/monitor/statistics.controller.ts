import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { StatisticsService } from '#libs/monitor';
import { ApiFailures } from '../http/api-failures.js';
import { Answers } from '../http/envelope.interceptor.js';
import { MonitorMapper, share } from './monitor.mapper.js';
import { ApiEnvelope } from '../http/api-envelope.js';
import { Statistics } from './statistics.dto.js';

@ApiTags('monitoring')
@Controller('stats')
export class StatisticsController {
  constructor(
    private readonly statisticsService: StatisticsService,
    private readonly mapper: MonitorMapper,
  ) {}

  @Get()
  @Answers({ zh: '获取统计信息成功', en: 'statistics' })
  @ApiOperation({ summary: 'Numbers over all tasks' })
  @ApiEnvelope(200, Statistics)
  @ApiFailures()
  async statistics(): Promise<Statistics> {
    const [tasks, steps, files, results] = await Promise.all([
      this.statisticsService.tasks(),
      this.statisticsService.steps(),
      this.statisticsService.files(),
      this.statisticsService.results(),
    ]);
    return {
      timestamp: this.mapper.time(new Date()),
      tasks: this.mapper.taskStatistics(tasks),
      steps: steps.map(({ step, executions, completed, failed, failedByRequest, cancelled, ...durations }) => ({
        step_name: step,
        executions,
        completed,
        failed,
        cancelled,
        success_rate: share(completed, completed + failed - failedByRequest),
        average_seconds: durations.averageSeconds,
        median_seconds: durations.medianSeconds,
        p95_seconds: durations.p95Seconds,
      })),
      files: {
        total: files.files,
        bytes: files.bytes,
        by_type: files.byType.map(({ type, files: count, bytes }) => ({ file_type: type, files: count, bytes })),
      },
      results: {
        tables: results.tables,
        pairs: results.pairs,
        valid_pairs: results.validPairs,
        loaded_records: results.loadedRecords,
      },
    };
  }
}
