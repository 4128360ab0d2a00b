import { Injectable } from '@nestjs/common';
import type { MonitorSampleEntity } from '#libs/database';
import type { Language, Text } from '#libs/language';
import { diskPercent, healthOf, MonitorService, StatisticsService } from '#libs/monitor';
import { JobQueue } from '#libs/queue';
import { formatFileSize } from '../files/file-size.js';
import { MonitorMapper } from './monitor.mapper.js';
import type { MonitorStatus } from './monitor.dto.js';

const QUEUE_AWAY: Text = { zh: '任务队列暂时不可用', en: 'the job queue is unreachable' };

/** The state of the installation in one answer. */
@Injectable()
export class StatusService {
  constructor(
    private readonly monitorService: MonitorService,
    private readonly statisticsService: StatisticsService,
    private readonly queue: JobQueue,
    private readonly mapper: MonitorMapper,
  ) {}

  async status(language: Language): Promise<MonitorStatus> {
    const [samples, anomalies, tasks, files, backups, queues] = await Promise.all([
      this.monitorService.processes(),
      this.monitorService.activeAnomalies(),
      this.statisticsService.tasks(),
      this.statisticsService.files(),
      this.monitorService.backups(),
      this.queue.depths().catch(() => null),
    ]);
    const active = anomalies.map((anomaly) => this.mapper.anomaly(anomaly, language));
    return {
      health: queues === null ? 'unhealthy' : healthOf(anomalies),
      reasons: [...(queues === null ? [QUEUE_AWAY[language]] : []), ...active.map(({ message }) => message)],
      timestamp: this.mapper.time(new Date()),
      system: systemOf(samples),
      totals: {
        processes: samples.length,
        workers: samples.filter(({ role }) => role === 'worker').length,
        cpu_percent: Math.round(sum(samples, ({ cpuPercent }) => cpuPercent) * 10) / 10,
        memory_bytes: sum(samples, ({ memoryBytes }) => memoryBytes),
        active_jobs: sum(samples, ({ activeJobs }) => activeJobs),
      },
      processes: samples.map((sample) => this.mapper.process(sample)),
      queues,
      tasks: this.mapper.taskStatistics(tasks),
      disk_usage: {
        training_data_files: files.files,
        training_data_bytes: files.bytes,
        training_data_formatted: formatFileSize(files.bytes),
        disk_total_bytes: samples[0]?.diskTotalBytes ?? null,
        disk_free_bytes: samples[0]?.diskFreeBytes ?? null,
      },
      backups: this.mapper.backups(backups),
      anomalies: active,
    };
  }
}

function systemOf(samples: readonly MonitorSampleEntity[]): MonitorStatus['system'] {
  return {
    cpu_percent: highest(samples.map(({ systemCpuPercent }) => systemCpuPercent)),
    memory_percent: highest(samples.map(({ systemMemoryPercent }) => systemMemoryPercent)),
    disk_percent: highest(
      samples.flatMap(({ diskTotalBytes, diskFreeBytes }) => diskPercent(diskTotalBytes, diskFreeBytes) ?? []),
    ),
  };
}

function highest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values);
}

function sum(samples: readonly MonitorSampleEntity[], pick: (sample: MonitorSampleEntity) => number): number {
  return samples.reduce((total, sample) => total + pick(sample), 0);
}
