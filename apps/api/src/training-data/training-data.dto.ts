import { COLLECTIONS } from '#libs/vector-store';
import { ChoiceField, TextField } from '../fields/field.js';
import { IntegerProperty, ObjectListProperty, TextListProperty, TextProperty } from '../fields/properties.js';
import { LimitField } from '../http/paging.js';

export class TrainingDataQuery {
  @LimitField(1_000, 100)
  limit!: number;

  @ChoiceField(COLLECTIONS, { optional: true, description: 'Only records of this collection' })
  collection?: (typeof COLLECTIONS)[number];

  @TextField({ max: 200, optional: true, description: 'next_after of the page before' })
  after?: string;
}

export class TrainingRecord {
  @TextProperty()
  id!: string;

  @TextProperty()
  collection!: string;

  @TextProperty({ description: 'The text that readers of the store get, and that was embedded' })
  document!: string;

  @TextProperty({ nullable: true, description: 'The source of the record: {database}/{collection}/{file or pair}' })
  source!: string | null;

  @TextListProperty({ description: 'Every task that loaded it' })
  tasks!: string[];

  @TextProperty({ nullable: true })
  embedding_model!: string | null;
}

export class TrainingDataList {
  @TextProperty()
  task_id!: string;

  @ObjectListProperty(() => TrainingRecord)
  records!: TrainingRecord[];

  @IntegerProperty({ description: 'Records that the filters match' })
  total!: number;

  @IntegerProperty()
  limit!: number;

  @TextProperty({ nullable: true, description: 'after of the next page, null on the last' })
  next_after!: string | null;
}

export class RemovedTrainingData {
  @TextProperty()
  task_id!: string;

  @IntegerProperty({ description: 'Records deleted' })
  removed!: number;

  @IntegerProperty({ description: 'Records that other tasks also loaded; they no longer name this task' })
  kept_for_other_tasks!: number;

  @TextListProperty({ description: 'Exported files that were deleted from the folder of the task' })
  removed_files!: string[];
}
