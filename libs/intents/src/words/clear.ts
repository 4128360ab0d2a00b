import type { Language } from '#libs/language';
import type { Field } from '#libs/semantic-model';
import { leavesOf } from '../conditions.js';
import type { FieldRef, Intent, Measure, Quantity } from '../intent.js';

/** Each column in the question has a name in the language that no other column of its entity has. */
export function isClear(intent: Intent, language: Language): boolean {
  return fieldsIn(intent).every(({ entity, field }) => {
    const namesakes = entity.fields.filter(
      (other) => isAsked(other) && nameOf(other, language) === nameOf(field, language),
    );
    return namesakes.length < 2;
  });
}

const nameOf = ({ label }: Field, language: Language): string => label[language].text;

/** Columns that questions are about. */
function isAsked({ role }: Field): boolean {
  return role === 'dimension' || role === 'flag' || role === 'measure' || role === 'time';
}

function fieldsIn({ measures, dimensions, shown, where }: Intent): FieldRef[] {
  const quantities: Quantity[] = [
    ...measures.flatMap(quantitiesOf),
    ...dimensions.flatMap((dimension) => (dimension.form === 'entity' ? [] : dimension.of)),
    ...leavesOf(where).flatMap((leaf) => (leaf.form === 'exists' ? [] : leaf.of)),
    ...shown,
  ];
  return quantities.filter((quantity) => quantity.form === 'field');
}

function quantitiesOf(measure: Measure): Quantity[] {
  switch (measure.form) {
    case 'aggregate':
    case 'percentile':
    case 'distinct_values':
      return [measure.of];
    case 'ratio':
      return [...quantitiesOf(measure.over), ...quantitiesOf(measure.under)];
    case 'rate':
      return leavesOf(measure.where).flatMap((leaf) => (leaf.form === 'exists' ? [] : leaf.of));
    case 'count':
    case 'distinct':
      return [];
  }
}
