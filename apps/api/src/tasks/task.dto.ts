import { EXECUTION_STATUSES, TASK_STATUSES, type ExecutionStatus, type TaskStatus } from '#libs/database';
import { ALWAYS_SHOWN, STEP_NAMES, type StepName } from '#libs/pipeline';
import { ChoiceField } from '../fields/field.js';
import {
  ChoiceProperty,
  PartialChoicesProperty,
  FlagProperty,
  IntegerProperty,
  JsonProperty,
  NumberProperty,
  ObjectListProperty,
  ObjectProperty,
  TextListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { LimitField, OffsetField } from '../http/paging.js';
import { ModelUsage } from './model-usage.js';
import { Warned } from './target-warnings.js';
import { Waiting } from './waiting.js';

export class CreatedTask extends Warned {
  @TextProperty({ example: 'task_20250701_143052' })
  task_id!: string;

  @TextProperty({ nullable: true })
  task_name!: string | null;

  @ChoiceProperty(TASK_STATUSES)
  status!: TaskStatus;

  @TimeProperty()
  created_at!: string;

  @FlagProperty({ description: 'True while the task waits for its table list' })
  file_upload_mode!: boolean;

  @TextProperty({ nullable: true, description: 'The request that gives the task its table list' })
  next_step!: string | null;
}

export class StepProgress {
  @NumberProperty()
  done!: number;

  @NumberProperty()
  total!: number;

  @TextProperty({ nullable: true })
  label!: string | null;
}

class StepUsage extends ModelUsage {
  @ChoiceProperty(STEP_NAMES)
  step_name!: StepName;

  @TextProperty()
  model!: string;

  @IntegerProperty({ description: 'Requests whose tokens the endpoint did not tell' })
  estimated_requests!: number;
}

class TaskUsage extends ModelUsage {
  @ObjectListProperty(() => StepUsage)
  by_step!: StepUsage[];
}

class CurrentExecution {
  @TextProperty()
  execution_id!: string;

  @TextProperty()
  run_id!: string;

  @ChoiceProperty(STEP_NAMES)
  step!: StepName;

  @ChoiceProperty(EXECUTION_STATUSES)
  status!: ExecutionStatus;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @ObjectProperty(() => StepProgress, { nullable: true })
  progress!: StepProgress | null;
}

class TaskStep {
  @ChoiceProperty(STEP_NAMES)
  step_name!: StepName;

  @ChoiceProperty(EXECUTION_STATUSES)
  step_status!: ExecutionStatus;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;

  @NumberProperty({ nullable: true })
  duration_seconds!: number | null;

  @ObjectProperty(() => StepProgress, { nullable: true })
  progress!: StepProgress | null;

  @ObjectProperty(() => Waiting, { nullable: true, description: 'Set while the step waits for an outage to end' })
  waiting!: Waiting | null;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @JsonProperty({ nullable: true })
  result!: Record<string, unknown> | null;

  @TimeProperty({ nullable: true, description: 'Since when it is stale' })
  stale_at!: string | null;

  @TextProperty({ nullable: true })
  stale_reason!: string | null;
}

export class TaskSummary {
  @TextProperty()
  task_id!: string;

  @TextProperty({ nullable: true })
  task_name!: string | null;

  @ChoiceProperty(TASK_STATUSES)
  status!: TaskStatus;

  @PartialChoicesProperty(STEP_NAMES, EXECUTION_STATUSES, ALWAYS_SHOWN)
  step_status!: Partial<Record<StepName, ExecutionStatus>>;

  @TextListProperty({
    description: 'Completed steps that had read something that was made again after them, or whose load is gone',
  })
  stale_steps!: string[];

  @TextProperty({ nullable: true })
  db_name!: string | null;

  @TextProperty()
  business_context!: string;

  @TextProperty({ description: 'Name of the key that created it' })
  created_by!: string;

  @FlagProperty({ description: 'False after its files were deleted and before it runs again' })
  directory_exists!: boolean;

  @TimeProperty()
  created_at!: string;

  @TimeProperty()
  updated_at!: string;

  @TimeProperty({ nullable: true })
  started_at!: string | null;

  @TimeProperty({ nullable: true })
  completed_at!: string | null;
}

export class TaskDetail extends TaskSummary {
  @ObjectProperty(() => CurrentExecution, { nullable: true })
  current_execution!: CurrentExecution | null;

  @ObjectListProperty(() => TaskStep)
  steps!: TaskStep[];

  @IntegerProperty()
  total_steps!: number;

  @TextProperty({ nullable: true, description: 'The run that it is in, or was in last; null before the first' })
  run_id!: string | null;

  @JsonProperty()
  parameters!: Record<string, unknown>;

  @TextListProperty({ nullable: true })
  tables!: string[] | null;

  @ObjectProperty(() => TaskUsage, { description: 'What the task has asked of language models, over all of its runs' })
  usage!: TaskUsage;

  @TextProperty({ nullable: true })
  error_message!: string | null;

  @FlagProperty()
  cancel_requested!: boolean;

  @TextProperty()
  output_directory!: string;
}

export class ListTasksQuery {
  @LimitField(100, 50)
  limit!: number;

  @OffsetField()
  offset!: number;

  @ChoiceField(TASK_STATUSES, { optional: true, description: 'Only tasks with this status' })
  status?: TaskStatus;
}

export class TaskList {
  @ObjectListProperty(() => TaskSummary)
  tasks!: TaskSummary[];

  @IntegerProperty({ description: 'Tasks that the filter matches' })
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;
}
