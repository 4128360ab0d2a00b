import { TASK_STATUSES, type TaskStatus } from '#libs/database';
import { ChoiceField, TextField } from '../fields/field.js';
import {
  ChoiceProperty,
  ObjectListProperty,
  ObjectProperty,
  TextMapProperty,
  TextProperty,
} from '../fields/properties.js';
import { PageField, PageSizeField, Pagination, SORT_ORDERS, type SortOrder } from '../http/paging.js';
import { TimeBoundField } from '../http/time-bounds.js';
import { BodyExample } from '../openapi/body-example.js';
import { TaskSummary } from './task.dto.js';

const SORT_FIELDS = ['created_at', 'started_at', 'completed_at', 'task_name', 'status'] as const;
type SortField = (typeof SORT_FIELDS)[number];

@BodyExample<SearchTasksRequest>({
  page: 1,
  page_size: 20,
  status: 'completed',
  sort_by: 'created_at',
  sort_order: 'desc',
})
export class SearchTasksRequest {
  @PageField()
  page!: number;

  @PageSizeField(100, 20)
  page_size!: number;

  @ChoiceField(TASK_STATUSES, { optional: true, description: 'Only tasks with this status' })
  status?: TaskStatus;

  @TextField({ max: 100, optional: true, description: 'Part of the name, in any case' })
  task_name?: string;

  @TextField({ max: 100, optional: true, description: 'Name of the key that created the task' })
  created_by?: string;

  @TextField({ max: 100, optional: true, description: 'Name of the business database' })
  db_name?: string;

  @TimeBoundField('Only tasks created from this time on')
  created_time_start?: string;

  @TimeBoundField('Only tasks created up to this time')
  created_time_end?: string;

  @TimeBoundField('Only tasks started from this time on')
  started_time_start?: string;

  @TimeBoundField('Only tasks started up to this time')
  started_time_end?: string;

  @TimeBoundField('Only tasks completed from this time on')
  completed_time_start?: string;

  @TimeBoundField('Only tasks completed up to this time')
  completed_time_end?: string;

  @ChoiceField(SORT_FIELDS, { default: 'created_at', description: 'The field that sorts the tasks' })
  sort_by!: SortField;

  @ChoiceField(SORT_ORDERS, { default: 'desc', description: 'asc: from the least; desc: from the greatest' })
  sort_order!: SortOrder;
}

class TaskSorting {
  @ChoiceProperty(SORT_FIELDS)
  sort_by!: SortField;

  @ChoiceProperty(SORT_ORDERS)
  sort_order!: SortOrder;
}

export class FoundTasks {
  @ObjectListProperty(() => TaskSummary)
  tasks!: TaskSummary[];

  @ObjectProperty(() => Pagination)
  pagination!: Pagination;

  @TextMapProperty()
  filters_applied!: Record<string, string>;

  @ObjectProperty(() => TaskSorting)
  sort_applied!: TaskSorting;

  @TextProperty({ example: '0.012s' })
  query_time!: string;
}
