import { ChoiceProperty, TextListProperty, TextProperty } from '../fields/properties.js';
import { SEARCH_MODES } from './store-filter.dto.js';

/** How an answer from the store was found. */
export class StoreAnswer {
  @ChoiceProperty(SEARCH_MODES, { description: 'How the store was searched' })
  mode!: (typeof SEARCH_MODES)[number];

  @TextProperty({ description: 'The model of the vectors' })
  embedding_model!: string;

  @TextListProperty({ description: 'What differs from the request, such as a store without words' })
  notes!: string[];
}
