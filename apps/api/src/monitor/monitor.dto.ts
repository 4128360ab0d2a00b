import { ANOMALY_SEVERITIES, type AnomalySeverity } from '#libs/database';
import { QueryIntegerField } from '../fields/field.js';
import {
  ChoiceProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  MapProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { LimitField } from '../http/paging.js';
import { TaskStatisticsView } from './statistics.dto.js';

const PERCENT = { description: 'Percent' } as const;
const PERCENT_OR_NULL = { ...PERCENT, nullable: true } as const;

export class Anomaly {
  @TextProperty()
  anomaly_id!: string;

  @TextProperty({ example: 'no_worker' })
  rule!: string;

  @TextProperty({ description: 'A process, a queue, an execution or a task' })
  subject!: string;

  @ChoiceProperty(ANOMALY_SEVERITIES)
  severity!: AnomalySeverity;

  @TextProperty()
  message!: string;

  @JsonProperty()
  details!: Record<string, unknown>;

  @TimeProperty()
  opened_at!: string;

  @TimeProperty()
  last_seen_at!: string;

  @TimeProperty({ nullable: true })
  closed_at!: string | null;

  @FlagProperty()
  active!: boolean;
}

export class ProcessView {
  @TextProperty()
  process_id!: string;

  @ChoiceProperty(['api', 'worker'])
  role!: 'api' | 'worker';

  @TextListProperty({ description: 'Queues that a worker takes' })
  queues!: string[];

  @TimeProperty()
  sampled_at!: string;

  @NumberProperty({ description: 'Percent of one core' })
  cpu_percent!: number;

  @NumberProperty({ description: 'Percent of all cores of its machine' })
  system_cpu_percent!: number;

  @NumberProperty()
  memory_bytes!: number;

  @NumberProperty()
  heap_bytes!: number;

  @NumberProperty(PERCENT)
  system_memory_percent!: number;

  @NumberProperty()
  event_loop_lag_ms!: number;

  @NumberProperty(PERCENT_OR_NULL)
  disk_percent!: number | null;

  @NumberProperty()
  active_jobs!: number;
}

class QueueView {
  @IntegerProperty()
  waiting!: number;

  @IntegerProperty()
  active!: number;

  @IntegerProperty()
  delayed!: number;

  @IntegerProperty()
  failed!: number;
}

class SystemView {
  @NumberProperty(PERCENT_OR_NULL)
  cpu_percent!: number | null;

  @NumberProperty(PERCENT_OR_NULL)
  memory_percent!: number | null;

  @NumberProperty(PERCENT_OR_NULL)
  disk_percent!: number | null;
}

class ProcessTotals {
  @IntegerProperty()
  processes!: number;

  @IntegerProperty()
  workers!: number;

  @NumberProperty({ description: 'Sum of the processes, in percent of one core' })
  cpu_percent!: number;

  @NumberProperty()
  memory_bytes!: number;

  @NumberProperty()
  active_jobs!: number;
}

class DiskUsage {
  @IntegerProperty()
  training_data_files!: number;

  @NumberProperty()
  training_data_bytes!: number;

  @TextProperty()
  training_data_formatted!: string;

  @NumberProperty({ nullable: true })
  disk_total_bytes!: number | null;

  @NumberProperty({ nullable: true })
  disk_free_bytes!: number | null;
}

const AGE = { nullable: true, description: 'Seconds; null: there is none' } as const;

class BackupsView {
  @IntegerProperty({ description: 'Backups of the configured vector database' })
  total!: number;

  @IntegerProperty()
  verified!: number;

  @IntegerProperty({ description: 'Their files are wrong, or a verification found them bad' })
  damaged!: number;

  @NumberProperty()
  bytes!: number;

  @TimeProperty({ nullable: true, description: 'Of the newest one that is not known to be bad' })
  newest_at!: string | null;

  @NumberProperty(AGE)
  newest_age_seconds!: number | null;

  @TimeProperty({ nullable: true, description: 'When the newest verified one was made' })
  newest_verified_at!: string | null;

  @NumberProperty(AGE)
  newest_verified_age_seconds!: number | null;

  @NumberProperty({ ...AGE, description: 'Seconds; of the newest one with a whole copy on the second storage' })
  newest_copied_age_seconds!: number | null;

  @IntegerProperty({ description: 'Without a whole copy; 0 without a second storage' })
  copies_missing!: number;

  @TimeProperty({ nullable: true, description: 'Of the newest verification that succeeded' })
  last_verification_at!: string | null;

  @NumberProperty({ nullable: true, description: 'Seconds to check and load that backup' })
  restore_seconds!: number | null;

  @TextProperty({ nullable: true, description: 'Cron expression of backups (VECTOR_BACKUP_SCHEDULE)' })
  schedule!: string | null;

  @TextProperty({ nullable: true, description: 'Cron expression of verifications (VECTOR_BACKUP_VERIFY_SCHEDULE)' })
  verify_schedule!: string | null;
}

export class MonitorStatus {
  @ChoiceProperty(['healthy', 'degraded', 'unhealthy'])
  health!: 'healthy' | 'degraded' | 'unhealthy';

  @TextListProperty({ description: 'Why it is not healthy' })
  reasons!: string[];

  @TimeProperty()
  timestamp!: string;

  @ObjectProperty(() => SystemView, {
    description: 'The highest of the machines that processes run on; null before the first sample',
  })
  system!: SystemView;

  @ObjectProperty(() => ProcessTotals)
  totals!: ProcessTotals;

  @ObjectListProperty(() => ProcessView)
  processes!: ProcessView[];

  @MapProperty(() => QueueView, { nullable: true, description: 'Null while the queue is unreachable' })
  queues!: Record<string, QueueView> | null;

  @ObjectProperty(() => TaskStatisticsView)
  tasks!: TaskStatisticsView;

  @ObjectProperty(() => DiskUsage)
  disk_usage!: DiskUsage;

  @ObjectProperty(() => BackupsView)
  backups!: BackupsView;

  @ObjectListProperty(() => Anomaly, { description: 'Active anomalies' })
  anomalies!: Anomaly[];
}

export class HistoryQuery {
  @QueryIntegerField({ min: 1, max: 10_080, default: 60, description: 'How far back; at most seven days' })
  minutes!: number;
}

export class HistoryPointView {
  @TimeProperty()
  timestamp!: string;

  @IntegerProperty()
  processes!: number;

  @NumberProperty({ description: 'Sum of the processes, in percent of one core' })
  cpu_percent!: number;

  @NumberProperty(PERCENT)
  system_cpu_percent!: number;

  @NumberProperty()
  memory_bytes!: number;

  @NumberProperty(PERCENT)
  system_memory_percent!: number;

  @NumberProperty()
  event_loop_lag_ms!: number;

  @NumberProperty(PERCENT_OR_NULL)
  disk_percent!: number | null;

  @NumberProperty()
  active_jobs!: number;

  @NumberProperty({ nullable: true })
  waiting_jobs!: number | null;
}

export class HistoryView {
  @IntegerProperty()
  minutes!: number;

  @NumberProperty({ description: 'Seconds that a point stands for' })
  resolution_seconds!: number;

  @ObjectListProperty(() => HistoryPointView)
  points!: HistoryPointView[];
}

export class AnomaliesQuery {
  @QueryIntegerField({ min: 1, max: 8_760, default: 24, description: 'How far back' })
  hours!: number;

  @LimitField(1_000, 200)
  limit!: number;
}

export class AnomalyList {
  @IntegerProperty()
  hours!: number;

  @ObjectListProperty(() => Anomaly)
  anomalies!: Anomaly[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty({ description: 'Anomalies that are active now' })
  active!: number;
}
