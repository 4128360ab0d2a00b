import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';

/** Jobs of one queue at one instant. */
export interface QueueDepth {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** A measurement of one process by itself, or the mean of its measurements during `resolutionSeconds`. */
@Entity('data_pipeline_monitor_samples')
@Index('idx_samples_sampled_at', ['sampledAt'])
@Index('idx_samples_process', ['processId', 'sampledAt'])
export class MonitorSampleEntity {
  @PrimaryGeneratedColumn('identity', {
    type: 'bigint',
    generatedIdentity: 'ALWAYS',
    primaryKeyConstraintName: 'pk_data_pipeline_monitor_samples',
  })
  id!: string;

  @Column('varchar', { name: 'process_id', length: 100 })
  processId!: string;

  @Column('varchar', { length: 20 })
  role!: 'api' | 'worker';

  /** The queues that a worker takes; empty for an api. */
  @Column('jsonb', { default: [] })
  queues!: string[];

  @Column('timestamptz', { name: 'sampled_at', default: () => 'now()' })
  sampledAt!: Date;

  /** Period that the row covers. */
  @Column('int', { name: 'resolution_seconds' })
  resolutionSeconds!: number;

  /** Of one core: two busy cores are 200. */
  @Column('double precision', { name: 'cpu_percent' })
  cpuPercent!: number;

  /** Of all cores of the machine. */
  @Column('double precision', { name: 'system_cpu_percent' })
  systemCpuPercent!: number;

  /** Resident set, bytes. */
  @Column('double precision', { name: 'memory_bytes' })
  memoryBytes!: number;

  @Column('double precision', { name: 'heap_bytes' })
  heapBytes!: number;

  @Column('double precision', { name: 'system_memory_percent' })
  systemMemoryPercent!: number;

  /** 99th percentile, milliseconds; the maximum of the period that the row covers. */
  @Column('double precision', { name: 'event_loop_lag_ms' })
  eventLoopLagMs!: number;

  /** Of the file system that holds the outputs; null where the storage is not a file system. */
  @Column('double precision', { name: 'disk_total_bytes', nullable: true })
  diskTotalBytes!: number | null;

  @Column('double precision', { name: 'disk_free_bytes', nullable: true })
  diskFreeBytes!: number | null;

  /** Executions that this process is running. */
  @Column('double precision', { name: 'active_jobs', default: 0 })
  activeJobs!: number;

  /** Of the whole installation; only the process that has the turn reads them. */
  @Column('jsonb', { name: 'queue_depths', nullable: true })
  queueDepths!: Record<string, QueueDepth> | null;
}
