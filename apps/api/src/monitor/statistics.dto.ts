import { TASK_STATUSES, type TaskStatus } from '#libs/database';
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

const SUCCESS_RATE = {
  nullable: true,
  description: 'Completed by completed and failed, 0 to 1; without failures that the request or its data caused',
} as const;
const SECONDS = { nullable: true, description: 'Seconds' } as const;

export class TaskStatisticsView {
  @IntegerProperty()
  total!: number;

  @CountsProperty(TASK_STATUSES)
  by_status!: Record<TaskStatus, number>;

  @IntegerProperty()
  created_last_24_hours!: number;

  @IntegerProperty()
  completed_last_24_hours!: number;

  @NumberProperty(SUCCESS_RATE)
  success_rate!: number | null;

  @NumberProperty(SECONDS)
  average_duration_seconds!: number | null;
}

class StepStatistics {
  @ChoiceProperty(STEP_NAMES)
  step_name!: StepName;

  @IntegerProperty()
  executions!: number;

  @IntegerProperty()
  completed!: number;

  @IntegerProperty()
  failed!: number;

  @IntegerProperty()
  cancelled!: number;

  @NumberProperty(SUCCESS_RATE)
  success_rate!: number | null;

  @NumberProperty(SECONDS)
  average_seconds!: number | null;

  @NumberProperty(SECONDS)
  median_seconds!: number | null;

  @NumberProperty(SECONDS)
  p95_seconds!: number | null;
}

class FileTypeStatistics {
  @TextProperty()
  file_type!: string;

  @IntegerProperty()
  files!: number;

  @NumberProperty()
  bytes!: number;
}

class FileStatistics {
  @IntegerProperty()
  total!: number;

  @NumberProperty()
  bytes!: number;

  @ObjectListProperty(() => FileTypeStatistics)
  by_type!: FileTypeStatistics[];
}

class ResultStatistics {
  @NumberProperty()
  tables!: number;

  @NumberProperty()
  pairs!: number;

  @NumberProperty()
  valid_pairs!: number;

  @NumberProperty()
  loaded_records!: number;
}

export class Statistics {
  @TimeProperty()
  timestamp!: string;

  @ObjectProperty(() => TaskStatisticsView)
  tasks!: TaskStatisticsView;

  @ObjectListProperty(() => StepStatistics)
  steps!: StepStatistics[];

  @ObjectProperty(() => FileStatistics)
  files!: FileStatistics;

  @ObjectProperty(() => ResultStatistics, {
    description: 'Sums over the newest completed execution of every step of every task',
  })
  results!: ResultStatistics;
}
