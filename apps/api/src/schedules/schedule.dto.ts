import { FlagField, TextField } from '../fields/field.js';
import {
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { LimitField, OffsetField } from '../http/paging.js';
import { TASK_ID } from '../http/task-path.dto.js';

export const CRON = {
  max: 200,
  description: 'Cron expression of five fields: minute, hour, day of month, month, day of week',
  example: '0 2 * * *',
} as const;

export class ScheduleRequest {
  @TextField(CRON)
  schedule!: string;

  @TextField({ max: 100, optional: true, description: 'IANA name; by default the zone of the installation' })
  time_zone?: string;

  @FlagField({ default: false, description: 'As in execute' })
  clean_existing_files!: boolean;
}

export class ListSchedulesQuery {
  @LimitField(100, 50)
  limit!: number;

  @OffsetField()
  offset!: number;

  @TextField({ ...TASK_ID, optional: true, description: 'Only the schedule of this task' })
  task_id?: string;
}

export class ScheduleView {
  @TextProperty()
  task_id!: string;

  @TextProperty({ nullable: true })
  task_name!: string | null;

  @TextProperty()
  schedule!: string;

  @TextProperty()
  time_zone!: string;

  @FlagProperty()
  clean_existing_files!: boolean;

  @TimeProperty()
  created_at!: string;

  @TimeProperty()
  next_run_at!: string;

  @TimeProperty({ nullable: true })
  last_started_at!: string | null;

  @TextProperty({
    nullable: true,
    description: 'Code of the error that kept the newest turn from starting, such as task_running',
  })
  last_refusal!: string | null;
}

export class ScheduleList {
  @ObjectListProperty(() => ScheduleView)
  schedules!: ScheduleView[];

  @IntegerProperty()
  total!: number;

  @IntegerProperty()
  limit!: number;

  @IntegerProperty()
  offset!: number;
}

export class RemovedSchedule {
  @TextProperty()
  task_id!: string;

  @ConstantProperty(true)
  removed!: true;
}
