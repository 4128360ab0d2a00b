import { FlagField, ListField, QueryFlagField, QueryListField } from '../fields/field.js';
import {
  ConstantProperty,
  FlagProperty,
  IntegerProperty,
  ObjectListProperty,
  ObjectProperty,
  TextProperty,
  TimeProperty,
} from '../fields/properties.js';
import { taskIdShape } from '../http/task-path.dto.js';
import { BodyExample } from '../openapi/body-example.js';

export class DeleteTaskQuery {
  @QueryFlagField({
    default: true,
    description: 'false: only the folder goes, and the task stays as one that has not run yet',
  })
  delete_database_records!: boolean;

  @QueryFlagField({ default: false, description: 'Also delete a folder that holds vector backups' })
  include_backups!: boolean;
}

const MAX_TASKS = 1_000;
const CONFIRM = { optional: true, description: 'Has to be true' } as const;
const RECORDS = {
  optional: true,
  description: 'true: the tasks go with everything; false (default): only their folders',
} as const;
const BACKUPS = { optional: true, description: 'Also delete folders that hold vector backups' } as const;
const GO_ON = {
  optional: true,
  description: 'Go on with the other tasks when one cannot be deleted (default)',
} as const;

/** Clients that cannot send a body with DELETE put the same into the query. */
export class DeleteTasksQuery {
  @QueryListField(taskIdShape, { max: MAX_TASKS, optional: true, description: 'Ids of the tasks' })
  'task_ids[]'?: string[];

  @QueryFlagField(CONFIRM)
  confirm?: boolean;

  @QueryFlagField(RECORDS)
  delete_database_records?: boolean;

  @QueryFlagField(BACKUPS)
  include_backups?: boolean;

  @QueryFlagField(GO_ON)
  continue_on_error?: boolean;
}

@BodyExample<DeleteTasksRequest>({
  task_ids: ['task_20250627_143052'],
  confirm: true,
  delete_database_records: true,
})
export class DeleteTasksRequest {
  @ListField(taskIdShape, { max: MAX_TASKS, optional: true, description: 'Ids of the tasks' })
  task_ids?: string[];

  @FlagField(CONFIRM)
  confirm?: boolean;

  @FlagField(RECORDS)
  delete_database_records?: boolean;

  @FlagField(BACKUPS)
  include_backups?: boolean;

  @FlagField(GO_ON)
  continue_on_error?: boolean;
}

export class DeletedTask {
  @ConstantProperty(true)
  success!: true;

  @TextProperty()
  task_id!: string;

  @FlagProperty()
  directory_deleted!: boolean;

  @FlagProperty()
  database_records_deleted!: boolean;

  @IntegerProperty()
  deleted_files_count!: number;

  @IntegerProperty()
  deleted_size!: number;

  @TextProperty()
  deleted_size_formatted!: string;

  @TimeProperty()
  deleted_at!: string;
}

class NotDeletedTask {
  @TextProperty()
  task_id!: string;

  @TextProperty()
  error!: string;

  @TextProperty()
  error_code!: string;
}

class DeletionSummary {
  @IntegerProperty()
  total_requested!: number;

  @IntegerProperty()
  successfully_deleted!: number;

  @IntegerProperty()
  failed!: number;

  @IntegerProperty()
  not_attempted!: number;
}

export class DeletedTasks {
  @ObjectListProperty(() => DeletedTask)
  deleted_tasks!: DeletedTask[];

  @ObjectListProperty(() => NotDeletedTask)
  failed_tasks!: NotDeletedTask[];

  @ObjectProperty(() => DeletionSummary)
  summary!: DeletionSummary;

  @TimeProperty()
  deleted_at!: string;
}
