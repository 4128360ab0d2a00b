import {
  EXECUTION_STATUSES,
  LOG_LEVELS,
  TASK_STATUSES,
  type ExecutionStatus,
  type LogLevel,
  type TaskStatus,
} from '#libs/database';
import { STEP_NAMES, type StepName } from '#libs/pipeline';
import {
  ChoiceProperty,
  CountsProperty,
  IntegerProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { ModelUsage } from '../tasks/model-usage.js';
import { StepProgress } from '../tasks/task.dto.js';

const SECONDS = { nullable: true, description: 'Seconds' } as const;

class MonitoredProgress extends StepProgress {
  @NumberProperty()
  percent!: number;
}

class StepHistory {
  @IntegerProperty()
  executions!: number;

  @NumberProperty()
  median_seconds!: number;

  @NumberProperty()
  p95_seconds!: number;
}

class StepWorker {
  @NumberProperty()
  cpu_percent!: number;

  @NumberProperty()
  memory_bytes!: number;

  @TimeProperty()
  sampled_at!: string;
}

class StepFiles {
  @IntegerProperty()
  count!: number;

  @NumberProperty()
  bytes!: number;
}

export class StepMonitorView {
  @ChoiceProperty(STEP_NAMES)
  step_name!: StepName;

  @ChoiceProperty(EXECUTION_STATUSES)
  status!: ExecutionStatus;

  @TextProperty({ nullable: true })
  execution_id!: string | null;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @NumberProperty(SECONDS)
  elapsed_seconds!: number | null;

  @ObjectProperty(() => MonitoredProgress, { nullable: true })
  progress!: MonitoredProgress | null;

  @NumberProperty({ nullable: true, description: 'Units of progress a second' })
  rate_per_second!: number | null;

  @TimeProperty({ nullable: true })
  expected_end!: string | null;

  @ObjectProperty(() => StepHistory, {
    nullable: true,
    description: 'Of completed executions of this step, of all tasks',
  })
  history!: StepHistory | null;

  @TextProperty({ nullable: true })
  worker_id!: string | null;

  @ObjectProperty(() => StepWorker, {
    nullable: true,
    description: 'Newest sample of the process that runs the step',
  })
  worker!: StepWorker | null;

  @IntegerProperty()
  retries!: number;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @CountsProperty(LOG_LEVELS)
  log_counts!: Record<LogLevel, number>;

  @ObjectProperty(() => StepFiles)
  files!: StepFiles;

  @ObjectProperty(() => ModelUsage, { description: 'Over all runs of the step' })
  token_use!: ModelUsage;
}

export class TaskMonitorView {
  @TextProperty()
  task_id!: string;

  @ChoiceProperty(TASK_STATUSES)
  status!: TaskStatus;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @NumberProperty(SECONDS)
  elapsed_seconds!: number | null;

  @TimeProperty({ nullable: true, description: 'Of the running step' })
  expected_end!: string | null;

  @CountsProperty(LOG_LEVELS)
  log_counts!: Record<LogLevel, number>;

  @IntegerProperty()
  total_files!: number;

  @NumberProperty()
  total_bytes!: number;

  @ObjectProperty(() => ModelUsage, { description: 'Sum of the steps, over all runs' })
  token_use!: ModelUsage;

  @ObjectListProperty(() => StepMonitorView)
  steps!: StepMonitorView[];
}
