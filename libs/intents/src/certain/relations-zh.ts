import type { Entity } from '#libs/semantic-model';
import { leavesOf } from '../conditions.js';
import type { Dimension, FieldRef, Intent, Leaf, Measure, Path } from '../intent.js';

/** People know the rows of a short list by heart: nobody asks for their mean. */
const SHORT_LIST = 12;

/**
 * The question follows relations only in ways that people put into words. There are words for other ways too, but readers
 * would take them for something else: the post of the person who checked, orders by order, buildings by the year of their
 * district.
 */
export function isQuestionZh({ subject, measures, dimensions, where, order, comparison }: Intent): boolean {
  const isPicked = (order !== null && order.limit !== null) || comparison?.form === 'rank';
  const isShortList = subject.kind !== 'event' && (subject.rowCount ?? SHORT_LIST) < SHORT_LIST;
  const isFigure = measures.some(({ form }) => form === 'aggregate' || form === 'percentile');
  return (
    dimensions.every((dimension) => isCertainGroup(dimension, isPicked)) &&
    measures.every((measure) => measure.form !== 'distinct' || !isDocumentInRole(measure)) &&
    leavesOf(where).every(isCertainCondition) &&
    (measures.some(isTotal) || !pathsIn({ dimensions, where }).some((path) => isPastEvent(path, subject))) &&
    !(isShortList && isFigure && dimensions.length === 0)
  );
}

const isTotal = (measure: Measure): boolean => measure.form === 'aggregate' && measure.by === 'sum';

const pathOf = (dimension: Dimension): Path => (dimension.form === 'entity' ? dimension.path : dimension.of.path);

function pathsIn({ dimensions, where }: Pick<Intent, 'dimensions' | 'where'>): Path[] {
  return [...dimensions.map(pathOf), ...leavesOf(where).flatMap((leaf) => ('path' in leaf ? [] : [leaf.of.path]))];
}

/** Reviews of a stay by the rate of the booking: the path skips the event in the middle, as only money does. */
function isPastEvent([first, second]: Path, { kind }: Entity): boolean {
  return second !== undefined && first?.direction === 'out' && first.target.kind === 'event' && kind !== 'line';
}

/** A document that another one refers to in a role: the order that a bill was charged to. */
function isDocumentInRole({ entity, path }: { readonly entity: Entity; readonly path: Path }): boolean {
  return entity.kind === 'event' && path.some(isInRole);
}

/** People look documents up, or ask for the highest; they do not group other rows by them. */
function isCertainGroup(dimension: Dimension, isPicked: boolean): boolean {
  switch (dimension.form) {
    case 'entity':
      return dimension.entity.kind !== 'event' || (isPicked && !isDocumentInRole(dimension));
    case 'field':
      return !isOfRole(dimension.of) && !isFigureOfOthers(dimension.of) && !isRemark(dimension.of);
    default:
      return true;
  }
}

function isCertainCondition(leaf: Leaf): boolean {
  if (leaf.form === 'exists') {
    return leavesOf(leaf.where).every(isCertainCondition);
  }
  return leaf.of.form !== 'field' || (!isOfRole(leaf.of) && (leaf.form === 'like' || !isRemark(leaf.of)));
}

/** Something else about the person in a role: people ask only who it was. */
function isOfRole({ path, entity, field }: FieldRef): boolean {
  return path.some(isInRole) && !entity.title.includes(field.name) && field.role !== 'time';
}

function isInRole({ direction, relationship: { role }, target }: Path[number]): boolean {
  const own = target.name.zh.text;
  return direction === 'out' && role !== null && !own.endsWith(role.zh.text);
}

/** Free text: people search in it, and do not group by it. */
function isRemark({ field }: FieldRef): boolean {
  return /(描述|说明|备注|附言|留言|内容)$/u.test(field.label.zh.text);
}

/** A plain number of another table: it divides the rows of that table, and not those that are asked for. */
function isFigureOfOthers({ path, field }: FieldRef): boolean {
  return (
    path.length > 0 &&
    field.typeCategory === 'N' &&
    field.role !== 'flag' &&
    field.values.every(({ meaning }) => meaning === null) &&
    !/(级|学年)$/u.test(field.label.zh.text)
  );
}
