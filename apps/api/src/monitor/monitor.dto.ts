import { z } from 'zod';
import { ANOMALY_SEVERITIES, LOG_LEVELS } from '#libs/database';
import { queryNumber, stepName, stepStatus, taskStatus, timestamp } from '../http/schemas.js';
import { modelUsage } from '../tasks/model-usage.js';

const seconds = z.number().nullable().describe('Seconds');
const percent = z.number().describe('Percent');

export const anomaly = z
  .object({
    anomaly_id: z.string(),
    rule: z.string().meta({ example: 'no_worker' }),
    subject: z.string().describe('What it is about: a process, a queue, an execution, a task'),
    severity: z.enum(ANOMALY_SEVERITIES),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
    opened_at: timestamp,
    last_seen_at: timestamp,
    closed_at: timestamp.nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'Anomaly', title: 'Anomaly' });
export type AnomalyView = z.infer<typeof anomaly>;

const processView = z.object({
  process_id: z.string(),
  role: z.enum(['api', 'worker']),
  queues: z.array(z.string()).describe('Queues that a worker takes'),
  sampled_at: timestamp,
  cpu_percent: percent.describe('Of one core'),
  system_cpu_percent: percent.describe('Of all cores of its machine'),
  memory_bytes: z.number(),
  heap_bytes: z.number(),
  system_memory_percent: percent,
  event_loop_lag_ms: z.number(),
  disk_percent: percent.nullable(),
  active_jobs: z.number(),
});
export type ProcessView = z.infer<typeof processView>;

const queueView = z.object({ waiting: z.int(), active: z.int(), delayed: z.int(), failed: z.int() });

const taskStatistics = z.object({
  total: z.int(),
  by_status: z.record(taskStatus, z.int()),
  created_last_24_hours: z.int(),
  completed_last_24_hours: z.int(),
  success_rate: z.number().nullable().describe('Completed tasks by those that ended, 0 to 1'),
  average_duration_seconds: seconds,
});
export type TaskStatisticsView = z.infer<typeof taskStatistics>;

export const monitorStatus = z.object({
  health: z.enum(['healthy', 'degraded', 'unhealthy']),
  reasons: z.array(z.string()).describe('Why it is not healthy'),
  timestamp,
  system: z
    .object({
      cpu_percent: percent.nullable(),
      memory_percent: percent.nullable(),
      disk_percent: percent.nullable(),
    })
    .describe('The highest of the machines that processes run on; null before the first sample'),
  totals: z.object({
    processes: z.int(),
    workers: z.int(),
    cpu_percent: percent.describe('Sum of the processes, of one core'),
    memory_bytes: z.number(),
    active_jobs: z.number(),
  }),
  processes: z.array(processView),
  queues: z.record(z.string(), queueView).nullable().describe('Null while the queue is out of reach'),
  tasks: taskStatistics,
  disk_usage: z.object({
    training_data_files: z.int(),
    training_data_bytes: z.number(),
    training_data_formatted: z.string(),
    disk_total_bytes: z.number().nullable(),
    disk_free_bytes: z.number().nullable(),
  }),
  anomalies: z.array(anomaly).describe('Those that are active'),
});
export type MonitorStatus = z.infer<typeof monitorStatus>;

const logCounts = z.record(z.enum(LOG_LEVELS), z.int());

export const taskMonitor = z.object({
  task_id: z.string(),
  status: taskStatus,
  started_at: timestamp.nullable(),
  completed_at: timestamp.nullable(),
  elapsed_seconds: seconds,
  expected_end: timestamp.nullable().describe('Of the running step'),
  log_counts: logCounts,
  total_files: z.int(),
  total_bytes: z.number(),
  token_use: modelUsage.describe('Sum of the steps, over all runs'),
  steps: z.array(
    z.object({
      step_name: stepName,
      status: stepStatus,
      execution_id: z.string().nullable(),
      started_at: timestamp.nullable(),
      completed_at: timestamp.nullable(),
      elapsed_seconds: seconds,
      progress: z
        .object({ done: z.number(), total: z.number(), label: z.string().nullable(), percent: z.number() })
        .nullable(),
      rate_per_second: z.number().nullable().describe('Units of progress a second'),
      expected_end: timestamp.nullable(),
      history: z
        .object({ executions: z.int(), median_seconds: z.number(), p95_seconds: z.number() })
        .nullable()
        .describe('Of completed executions of this step, of all tasks'),
      worker_id: z.string().nullable(),
      worker: z
        .object({ cpu_percent: z.number(), memory_bytes: z.number(), sampled_at: timestamp })
        .nullable()
        .describe('Newest sample of the process that runs the step'),
      retries: z.int(),
      error_message: z.string().nullable(),
      log_counts: logCounts,
      files: z.object({ count: z.int(), bytes: z.number() }),
      token_use: modelUsage.describe('Over all runs of the step'),
    }),
  ),
});
export type TaskMonitorView = z.infer<typeof taskMonitor>;

export const historyQuery = z.strictObject({
  minutes: queryNumber(1, 10_080, 60).describe('How far back; at most seven days'),
});

export const history = z.object({
  minutes: z.int(),
  resolution_seconds: z.number().describe('Time that a point stands for'),
  points: z.array(
    z.object({
      timestamp,
      processes: z.int(),
      cpu_percent: percent.describe('Sum of the processes, of one core'),
      system_cpu_percent: percent,
      memory_bytes: z.number(),
      system_memory_percent: percent,
      event_loop_lag_ms: z.number(),
      disk_percent: percent.nullable(),
      active_jobs: z.number(),
      waiting_jobs: z.number().nullable(),
    }),
  ),
});
export type HistoryView = z.infer<typeof history>;

export const anomaliesQuery = z.strictObject({
  hours: queryNumber(1, 8_760, 24),
  limit: queryNumber(1, 1000, 200),
});

export const anomalyList = z.object({
  hours: z.int(),
  anomalies: z.array(anomaly),
  total: z.int(),
  limit: z.int(),
  active: z.int(),
});
export type AnomalyList = z.infer<typeof anomalyList>;

export const statistics = z.object({
  timestamp,
  tasks: taskStatistics,
  steps: z.array(
    z.object({
      step_name: stepName,
      executions: z.int(),
      completed: z.int(),
      failed: z.int(),
      cancelled: z.int(),
      success_rate: z.number().nullable(),
      average_seconds: seconds,
      median_seconds: seconds,
      p95_seconds: seconds,
    }),
  ),
  files: z.object({
    total: z.int(),
    bytes: z.number(),
    by_type: z.array(z.object({ file_type: z.string(), files: z.int(), bytes: z.number() })),
  }),
  results: z
    .object({ tables: z.number(), pairs: z.number(), valid_pairs: z.number(), loaded_records: z.number() })
    .describe('Sums over the newest completed execution of every step of every task'),
});
export type Statistics = z.infer<typeof statistics>;
