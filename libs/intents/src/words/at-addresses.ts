import type { Condition, Dimension, FieldRef, Intent } from '../intent.js';

/**
 * The question with places said of what has the address: `customers in Alberta`, not `customers for addresses in Alberta`.
 * For words only: the statement needs the join.
 */
export function atAddresses(intent: Intent): Intent {
  return {
    ...intent,
    where: intent.where && ofOwner(intent.where),
    dimensions: intent.dimensions.map((dimension) => ofOwnerGroup(dimension)),
  };
}

/** One condition, see `atAddresses`. */
export function ofOwner(condition: Condition): Condition {
  switch (condition.form) {
    case 'and':
    case 'or':
      return { ...condition, of: condition.of.map(ofOwner) };
    case 'compare':
      return condition.of.form === 'field' ? { ...condition, of: shortened(condition.of) } : condition;
    case 'in':
    case 'like':
      return { ...condition, of: shortened(condition.of) };
    default:
      return condition;
  }
}

function ofOwnerGroup(dimension: Dimension): Dimension {
  return dimension.form === 'field' ? { ...dimension, of: shortened(dimension.of) } : dimension;
}

function shortened(ref: FieldRef): FieldRef {
  const last = ref.path.at(-1);
  const isAddress = last?.direction === 'out' && /\baddress$/.test(last.target.name.en.text);
  return isAddress && !last.target.title.includes(ref.field.name) ? { ...ref, path: ref.path.slice(0, -1) } : ref;
}
