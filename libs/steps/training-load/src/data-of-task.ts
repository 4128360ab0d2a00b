import type { TaskReviews } from '#libs/pair-review';
import type { TaskParameters } from '#libs/pipeline';
import { TrainingData, type ReadFiles } from './training-data.js';

/**
 * What a task loads from its files.
 * @param databaseName of the business database
 * @throws DomainError as `TrainingData.open`
 */
export function dataOfTask(
  files: ReadFiles,
  databaseName: string,
  parameters: TaskParameters,
  reviews: TaskReviews,
): Promise<TrainingData> {
  return TrainingData.open(files, databaseName, {
    themes: parameters.load_metadata_documents,
    load: parameters.load ?? 'not_rejected',
    reviews,
  });
}
