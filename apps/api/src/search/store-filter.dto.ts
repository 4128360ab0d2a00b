import type { SearchFilter } from '#libs/vector-store';
import { ChoiceField, TextField } from '../fields/field.js';

export const SEARCH_MODES = ['hybrid', 'vector'] as const;

/** What a reader asks, and which records are looked at. */
export class StoreQuestionRequest {
  @TextField({ max: 10_000, description: 'In Chinese, English or both' })
  question!: string;

  @ChoiceField(SEARCH_MODES, {
    default: 'hybrid',
    description: 'hybrid: by vectors and words; vector: by vectors alone, as Vanna searches',
  })
  mode!: (typeof SEARCH_MODES)[number];

  @TextField({ max: 100, optional: true, description: 'Only records that this task loaded' })
  task_id?: string;

  @TextField({ max: 63, optional: true, description: 'Only records about this business database' })
  db_name?: string;
}

export function filterOf({ task_id, db_name }: StoreQuestionRequest): SearchFilter {
  return {
    ...(task_id === undefined ? {} : { taskId: task_id }),
    ...(db_name === undefined ? {} : { database: db_name }),
  };
}
