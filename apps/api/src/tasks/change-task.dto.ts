import { LOADED_PAIRS, type TaskParameters } from '#libs/pipeline';
import { ChoiceField } from '../fields/field.js';
import { BodyExample } from '../openapi/body-example.js';

@BodyExample<ChangeTaskRequest>({ load: 'approved' })
export class ChangeTaskRequest {
  @ChoiceField(LOADED_PAIRS, {
    description:
      'The pairs that training_load loads and exports from its next run on, by their review: only approved ones, all ' +
      'but rejected ones, or all. A completed load becomes stale',
  })
  load!: TaskParameters['load'];
}
