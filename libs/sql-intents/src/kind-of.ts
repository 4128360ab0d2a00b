import type { Intent } from '#libs/intents';

/** The kind that the generator gives such a question; see the families of `libs/intents`. */
export function kindOf({ measures, dimensions, order, having, where }: Intent): string {
  const isCut = (order?.limit ?? null) !== null;
  const [measure] = measures;
  if (measure === undefined) {
    return isCut ? 'top_rows' : 'list_rows';
  }
  if (having !== null) {
    return 'having';
  }
  const [dimension, ...more] = dimensions;
  if (dimension === undefined) {
    return where?.form === 'and' ? 'several_conditions' : figureKind(measure);
  }
  if (more.length > 0) {
    return 'by_two_dimensions';
  }
  switch (dimension.form) {
    case 'time':
      return isCut ? 'peak_period' : 'by_time';
    case 'entity':
      return isCut ? 'top_entities' : 'by_entity';
    default:
      return isCut ? 'ranked_groups' : 'by_column';
  }
}

function figureKind(measure: Intent['measures'][number]): string {
  switch (measure.form) {
    case 'aggregate':
      return { sum: 'sum', avg: 'average', min: 'range', max: 'range', median: 'median' }[measure.by];
    case 'distinct':
    case 'distinct_values':
      return 'distinct';
    default:
      return 'count';
  }
}
