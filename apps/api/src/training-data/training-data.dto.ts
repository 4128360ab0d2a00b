import { z } from 'zod';
import { COLLECTIONS } from '#libs/vector-store';
import { queryNumber } from '../http/schemas.js';

export const trainingDataQuery = z.strictObject({
  limit: queryNumber(1, 1000, 100),
  collection: z.enum(COLLECTIONS).optional().describe('Only records of this collection'),
  after: z.string().min(1).max(200).optional().describe('next_after of the page before'),
});
export type TrainingDataQuery = z.infer<typeof trainingDataQuery>;

export const trainingDataList = z.object({
  task_id: z.string(),
  records: z.array(
    z.object({
      id: z.string(),
      collection: z.string(),
      document: z.string().describe('What readers of the store get, and what was embedded'),
      source: z.string().nullable().describe('What the record tells about: {database}/{collection}/{file or pair}'),
      tasks: z.array(z.string()).describe('Every task that brought it'),
      embedding_model: z.string().nullable(),
    }),
  ),
  total: z.int().describe('Records that the filters match'),
  limit: z.int(),
  next_after: z.string().nullable().describe('after of the next page, null on the last'),
});
export type TrainingDataList = z.infer<typeof trainingDataList>;

export const removedTrainingData = z.object({
  task_id: z.string(),
  removed: z.int().describe('Records deleted'),
  kept_for_other_tasks: z.int().describe('Records that other tasks brought too; they no longer name this one'),
  removed_files: z.array(z.string()).describe('Exported files that were deleted from the folder of the task'),
});
export type RemovedTrainingData = z.infer<typeof removedTrainingData>;
