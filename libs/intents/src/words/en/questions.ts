import { conjuncts, isSameQuantity } from '../../conditions.js';
import type { Condition, Intent, Leaf } from '../../intent.js';
import type { Names } from '../names.js';
import { aboutGroup, isHappening, isMainTime, isWhen } from '../part.js';
import { rowsEn } from './conditions.js';
import { groupOf } from './groups.js';
import type { Parts } from './parts.js';
import { whenEn } from './period.js';

/** @see Parts */
export function partsEn(intent: Intent, names: Names): Parts {
  const conditions = conjuncts(intent.where);
  const ofGroup = conditions.filter((condition) => aboutGroup(condition, intent.dimensions[0]));
  const periods = conditions.filter((condition) => isPeriodOfGroup(condition, intent));
  const where = conditions.filter(
    (condition) => !ofGroup.includes(condition) && !periods.some((period) => period === condition),
  );
  const rows = rowsEn(names.entity(intent.subject).plural, intent.subject, { form: 'and', of: where }, names);
  const ofGroups = periods.map(({ period, of }) => ` ${whenEn(period, names.entity(of.entity).text)}`);
  const when = `${rows.when}${ofGroups.join('')}`;
  const isPast = when !== '' || isOverTime(intent);
  return {
    intent,
    names,
    where,
    rows,
    groups: intent.dimensions.map((dimension, index) => groupOf(dimension, index === 0 ? ofGroup : [], intent, names)),
    be: isPast ? 'were' : 'are',
    is: isPast ? 'was' : 'is',
    does: isPast ? 'did' : 'does',
    have: isPast ? 'had' : 'have',
    when,
  };
}

/** What took place in each month is over. */
function isOverTime({ subject, dimensions: [time, second] }: Intent): boolean {
  return isHappening(subject) && time?.form === 'time' && second === undefined && isMainTime(time.of);
}

/** A period of the time that the groups are: `joined each quarter in 2023`. */
function isPeriodOfGroup(condition: Condition, { dimensions }: Intent): condition is Extract<Leaf, { form: 'period' }> {
  return (
    condition.form === 'period' &&
    dimensions.some((dimension) => dimension.form === 'time' && isSameQuantity(dimension.of, condition.of)) &&
    !isWhen(condition)
  );
}
