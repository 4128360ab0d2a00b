import { LANGUAGES } from '#libs/language';
import { isSameQuantity, leavesOf, startsWith } from '../conditions.js';
import type { Condition, Dimension, FieldRef, Path } from '../intent.js';
import { pathKey } from '../paths.js';
import { isPlace } from '../words/en/values.js';

/** Both conditions are about different columns, and neither says where the other already says. */
export function areApart(a: Condition, b: Condition): boolean {
  return leavesOf(a).every((left) =>
    leavesOf(b).every((right) => {
      if (left.form === 'exists' || right.form === 'exists') {
        return !(left.form === 'exists' && right.form === 'exists' && startsWith(left.path, right.path));
      }
      const isSamePlace = placeOf(left.of) && placeOf(right.of) && pathKey(left.of.path) === pathKey(right.of.path);
      return !isSameQuantity(left.of, right.of) && !isSamePlace;
    }),
  );
}

/** A town lies in one country: places of one row depend on each other. */
/** The larger contains the smaller. */
const BY_SIZE = [
  /\bcontinent$/,
  /\bcountry( region)?( (name|code))?$/,
  /\b(region|territory|area)$/,
  /\b(state|province|state province)( (name|code))?$/,
  /\b(district|county)$/,
  /\b(city|town)$/,
];

const sizeOf = (of: FieldRef): number => BY_SIZE.findIndex((pattern) => pattern.test(of.field.label.en.text));

/** Groups by a place that is as large as that of the condition, or larger: all rows are in one of them. */
export function isWithinPlace(condition: Condition, dimension: Dimension): boolean {
  return leavesOf(condition).some((leaf) => {
    if (leaf.form === 'exists' || leaf.of.form !== 'field' || dimension.form !== 'field') {
      return false;
    }
    const [narrow, wide] = [sizeOf(leaf.of), sizeOf(dimension.of)];
    return narrow >= 0 && wide >= 0 && wide <= narrow && pathKey(leaf.of.path) === pathKey(dimension.of.path);
  });
}

function placeOf(of: {
  readonly form: string;
  readonly field?: { readonly label: { readonly en: { readonly text: string } } };
}): boolean {
  return isPlace(of.field?.label.en.text.split(' ').at(-1) ?? '');
}

export function pathOf(dimension: Dimension): Path {
  return dimension.form === 'entity' ? dimension.path : dimension.of.path;
}

/** The first dimension decides the second: the country of a customer. */
export function determines(first: Dimension, second: Dimension): boolean {
  return first.form === 'entity' && startsWith(pathOf(second), first.path);
}

/** Two dimensions that part the rows differently. */
export function crossEachOther(first: Dimension, second: Dimension): boolean {
  const places = first.form === 'field' && second.form === 'field' && placeOf(first.of) && placeOf(second.of);
  return (
    first !== second &&
    !determines(first, second) &&
    !determines(second, first) &&
    !places &&
    !haveOneName(first, second)
  );
}

/** Two columns of one name cannot be told apart in a question. */
function haveOneName(first: Dimension, second: Dimension): boolean {
  return (
    first.form === 'field' &&
    second.form === 'field' &&
    LANGUAGES.some((language) => first.of.field.label[language].text === second.of.field.label[language].text)
  );
}

/** The condition is on the rows that the dimension shows, or on what these lead to. */
export function isAboutGroup(condition: Condition, dimension: Dimension): boolean {
  return leavesOf(condition).some((leaf) =>
    startsWith(leaf.form === 'exists' ? leaf.path : leaf.of.path, pathOf(dimension)),
  );
}
