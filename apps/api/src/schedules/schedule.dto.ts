import { z } from 'zod';
import { queryNumber, timestamp } from '../http/schemas.js';

export const cronExpression = z
  .string()
  .min(1)
  .max(200)
  .describe('Cron expression of five fields: minute, hour, day of month, month, day of week')
  .meta({ example: '0 2 * * *' });

export const scheduleBody = z.strictObject({
  schedule: cronExpression,
  time_zone: z.string().min(1).max(100).optional().describe('IANA name; by default that of the installation'),
  clean_existing_files: z.boolean().default(false).describe('As in execute'),
});
export type ScheduleBody = z.infer<typeof scheduleBody>;

export const listSchedulesQuery = z.strictObject({
  limit: queryNumber(1, 100, 50),
  offset: queryNumber(0, 1_000_000_000, 0),
});
export type ListSchedulesQuery = z.infer<typeof listSchedulesQuery>;

export const scheduleView = z.object({
  task_id: z.string(),
  schedule: z.string(),
  time_zone: z.string(),
  clean_existing_files: z.boolean(),
  created_at: timestamp,
  next_run_at: timestamp,
  last_started_at: timestamp.nullable(),
  last_refusal: z
    .string()
    .nullable()
    .describe('Code of the error that kept the newest turn from starting, such as task_running'),
});
export type ScheduleView = z.infer<typeof scheduleView>;

export const scheduleList = z.object({
  schedules: z.array(scheduleView),
  total: z.int(),
  limit: z.int(),
  offset: z.int(),
});

export const removedSchedule = z.object({ task_id: z.string(), removed: z.literal(true) });
