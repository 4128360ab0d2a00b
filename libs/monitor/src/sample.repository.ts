import { Injectable } from '@nestjs/common';
import { InjectDataSource, InjectRepository } from '@nestjs/typeorm';
import type { DataSource, Repository } from 'typeorm';
import { MonitorSampleEntity } from '#libs/database';

export type NewSample = Omit<MonitorSampleEntity, 'id' | 'sampledAt' | 'activeJobs'>;

/** The installation during one stretch of time. */
export interface HistoryPoint {
  readonly at: Date;
  readonly processes: number;
  /** Sum of the processes, of one core. */
  readonly cpuPercent: number;
  /** Mean of the machines' processes. */
  readonly systemCpuPercent: number;
  readonly memoryBytes: number;
  readonly systemMemoryPercent: number;
  /** The highest of any process. */
  readonly eventLoopLagMs: number;
  readonly diskFreeBytes: number | null;
  readonly diskTotalBytes: number | null;
  readonly activeJobs: number;
  readonly waitingJobs: number | null;
}

/** Rows older than this are thinned out, to one of `COARSE_SECONDS` for each process. */
const FINE_HOURS = 24;
const COARSE_SECONDS = 300;

/** Queries on the samples. All instants are the database's. */
@Injectable()
export class SampleRepository {
  constructor(
    @InjectRepository(MonitorSampleEntity) private readonly rows: Repository<MonitorSampleEntity>,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  async insert(sample: NewSample): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .insert()
      .values({
        ...sample,
        queueDepths: () => ':queueDepths',
        activeJobs: () =>
          `(SELECT count(*) FROM data_pipeline_task_executions WHERE status = 'running' AND worker_id = :worker)`,
      })
      .setParameters({
        worker: sample.processId,
        queueDepths: sample.queueDepths && JSON.stringify(sample.queueDepths),
      })
      .updateEntity(false)
      .execute();
  }

  /** The newest sample of every process that has given one within the time. */
  latest(withinSeconds: number): Promise<MonitorSampleEntity[]> {
    return this.rows
      .createQueryBuilder('sample')
      .distinctOn(['sample.process_id'])
      .where(`sample.sampled_at > now() - :seconds * interval '1 second'`, { seconds: withinSeconds })
      .orderBy('sample.process_id')
      .addOrderBy('sample.sampled_at', 'DESC')
      .getMany();
  }

  /** Oldest first. */
  recent(withinSeconds: number): Promise<MonitorSampleEntity[]> {
    return this.rows
      .createQueryBuilder('sample')
      .where(`sample.sampled_at > now() - :seconds * interval '1 second'`, { seconds: withinSeconds })
      .orderBy('sample.sampled_at')
      .getMany();
  }

  latestOf(processId: string): Promise<MonitorSampleEntity | null> {
    return this.rows.findOne({ where: { processId }, order: { sampledAt: 'DESC' } });
  }

  /** One point for each stretch of `bucketSeconds` in which anything was measured, oldest first. */
  history(minutes: number, bucketSeconds: number): Promise<HistoryPoint[]> {
    return this.dataSource.query<HistoryPoint[]>(
      `SELECT bucket AS at,
              count(*)::int AS processes,
              sum(cpu) AS "cpuPercent",
              avg(system_cpu) AS "systemCpuPercent",
              sum(memory) AS "memoryBytes",
              avg(system_memory) AS "systemMemoryPercent",
              max(lag) AS "eventLoopLagMs",
              min(disk_free) AS "diskFreeBytes",
              max(disk_total) AS "diskTotalBytes",
              sum(jobs) AS "activeJobs",
              max(waiting) AS "waitingJobs"
         FROM (SELECT date_bin($2 * interval '1 second', sampled_at, 'epoch') AS bucket,
                      avg(cpu_percent) AS cpu, avg(system_cpu_percent) AS system_cpu, avg(memory_bytes) AS memory,
                      avg(system_memory_percent) AS system_memory, max(event_loop_lag_ms) AS lag,
                      min(disk_free_bytes) AS disk_free, max(disk_total_bytes) AS disk_total,
                      avg(active_jobs) AS jobs,
                      avg((SELECT sum((depth.value ->> 'waiting')::float) FROM jsonb_each(queue_depths) AS depth)) AS waiting
                 FROM data_pipeline_monitor_samples
                WHERE sampled_at > now() - $1 * interval '1 minute'
                GROUP BY 1, process_id) AS per_process
        GROUP BY bucket
        ORDER BY bucket`,
      [minutes, bucketSeconds],
    );
  }

  /** Merges samples older than a day, removes those older than the retention. @returns rows before minus after. */
  async thinOut(retentionDays: number): Promise<number> {
    const [row] = await this.dataSource.query<{ change: number }[]>(
      `WITH fine AS (
         DELETE FROM data_pipeline_monitor_samples
          WHERE resolution_seconds < $1
            AND sampled_at < date_bin($1 * interval '1 second', now() - $2 * interval '1 hour', 'epoch')
          RETURNING *
       ), merged AS (
         INSERT INTO data_pipeline_monitor_samples
           (process_id, role, queues, sampled_at, resolution_seconds, cpu_percent, system_cpu_percent, memory_bytes,
            heap_bytes, system_memory_percent, event_loop_lag_ms, disk_total_bytes, disk_free_bytes, active_jobs,
            queue_depths)
         SELECT process_id, role, (array_agg(queues))[1], date_bin($1 * interval '1 second', sampled_at, 'epoch'), $1,
                avg(cpu_percent), avg(system_cpu_percent), avg(memory_bytes), avg(heap_bytes),
                avg(system_memory_percent), max(event_loop_lag_ms), max(disk_total_bytes), min(disk_free_bytes),
                avg(active_jobs), (array_agg(queue_depths ORDER BY sampled_at DESC) FILTER (WHERE queue_depths IS NOT NULL))[1]
           FROM fine
          WHERE sampled_at > now() - $3 * interval '1 day'
          GROUP BY process_id, role, date_bin($1 * interval '1 second', sampled_at, 'epoch')
         RETURNING 1
       ), expired AS (
         DELETE FROM data_pipeline_monitor_samples
          WHERE resolution_seconds >= $1 AND sampled_at < now() - $3 * interval '1 day'
         RETURNING 1
       )
       SELECT ((SELECT count(*) FROM fine) + (SELECT count(*) FROM expired) - (SELECT count(*) FROM merged))::int AS change`,
      [COARSE_SECONDS, FINE_HOURS, retentionDays],
    );
    return row?.change ?? 0;
  }
}
