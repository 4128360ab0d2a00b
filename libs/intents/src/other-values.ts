import type { Language } from '#libs/language';
import { candidateOf, type Candidate } from './candidate.js';
import { valueOf, valuesFor } from './families/condition-parts.js';
import { periodsOf } from './families/thresholds.js';
import type { Condition, Intent, Junction, Leaf } from './intent.js';

/**
 * The same question about other values: each is the candidate with the value of one condition changed to another that
 * occurs in the column, or to another period of it.
 * @param language of the candidate's questions
 * @returns none where no condition has such a value, and for statements that the intent does not say in full
 */
export function inOtherValues({ kind, intent, isWhole }: Candidate, language: Language): Candidate[] {
  const { where } = intent;
  if (!isWhole || where === null) {
    return [];
  }
  return othersOf(where).flatMap((other) => {
    const changed: Intent = { ...intent, where: other };
    // Somebody has asked it with the first value, so people would ask it with this one.
    return candidateOf({ name: kind, isAsked: true }, changed, language) ?? [];
  });
}

/** The condition with one of its leaves changed, all ways. */
function othersOf(condition: Condition): Condition[] {
  if (!isJunction(condition)) {
    return changed(condition);
  }
  return condition.of.flatMap((part, at) =>
    othersOf(part).map((other) => ({ ...condition, of: condition.of.with(at, other) })),
  );
}

function isJunction(condition: Condition): condition is Junction {
  return condition.form === 'and' || condition.form === 'or';
}

function changed(leaf: Leaf): Leaf[] {
  if (leaf.form === 'period') {
    const { unit } = leaf.period;
    const others = periodsOf(leaf.of.field).filter((period) => period.unit === unit && !isSame(period, leaf.period));
    return others.map((period) => ({ ...leaf, period }));
  }
  if (leaf.form !== 'compare' || leaf.by !== '=' || leaf.of.form !== 'field') {
    return [];
  }
  const others = valuesFor(leaf.of.field).filter(({ value }) => value !== leaf.value.value);
  return others.map((value) => ({ ...leaf, value: valueOf(value) }));
}

function isSame(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
