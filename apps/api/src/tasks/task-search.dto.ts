import { z } from 'zod';
import { pageFields, pagination, sortOrder } from '../http/paging.js';
import { taskStatus } from '../http/schemas.js';
import { timeBound } from '../http/time-bounds.js';
import { taskList } from './task.dto.js';

const SORT_FIELDS = ['created_at', 'started_at', 'completed_at', 'task_name', 'status'] as const;

export const searchTasksBody = z
  .strictObject({
    ...pageFields(100, 20),
    status: taskStatus.optional(),
    task_name: z.string().min(1).max(100).optional().describe('Part of the name, in any case'),
    created_by: z.string().min(1).max(100).optional(),
    db_name: z.string().min(1).max(100).optional(),
    created_time_start: timeBound.optional(),
    created_time_end: timeBound.optional(),
    started_time_start: timeBound.optional(),
    started_time_end: timeBound.optional(),
    completed_time_start: timeBound.optional(),
    completed_time_end: timeBound.optional(),
    sort_by: z.enum(SORT_FIELDS).default('created_at'),
    sort_order: sortOrder.default('desc'),
  })
  .meta({ example: { page: 1, page_size: 20, status: 'completed', sort_by: 'created_at', sort_order: 'desc' } });
export type SearchTasksBody = z.infer<typeof searchTasksBody>;

export const foundTasks = z.object({
  tasks: taskList.shape.tasks,
  pagination,
  filters_applied: z.record(z.string(), z.string()),
  sort_applied: z.object({ sort_by: z.enum(SORT_FIELDS), sort_order: sortOrder }),
  query_time: z.string().meta({ example: '0.012s' }),
});
export type FoundTasks = z.infer<typeof foundTasks>;
