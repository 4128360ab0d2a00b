import { isSamePath } from '../conditions.js';
import type { Condition, FieldRef, Intent, Leaf } from '../intent.js';

/** The time of the rows themselves, or of the event that a line belongs to: `orders in 2023`. */
export function isMainTime({ path, entity, field }: FieldRef): boolean {
  return entity.time === field.name && (path.length === 0 || (path.length === 1 && path[0]?.direction === 'out'));
}

/** A period of the main time; it is spoken as the time of the whole sentence. */
export function isWhen(condition: Condition): condition is Extract<Leaf, { form: 'period' }> {
  return condition.form === 'period' && isMainTime(condition.of);
}

/** The condition compares the title of the entity that it is about: `category "Seafood"`. */
export function isTitle({ entity, field }: FieldRef): boolean {
  return entity.title.length === 1 && entity.title[0] === field.name;
}

/** Conditions on the same linked rows are spoken together: `customers in Germany with an open invoice`. */
export function byPath(conditions: readonly Condition[]): (readonly Condition[])[] {
  const groups: Condition[][] = [];
  for (const condition of conditions) {
    const group = groups.find(([first]) => first !== undefined && isSamePlace(first, condition));
    if (group) {
      group.push(condition);
    } else {
      groups.push([condition]);
    }
  }
  return groups;
}

function isSamePlace(a: Condition, b: Condition): boolean {
  return 'of' in a && 'of' in b && !isList(a.of) && !isList(b.of) && isSamePath(a.of.path, b.of.path);
}

function isList(of: object): of is readonly unknown[] {
  return Array.isArray(of);
}

/** Rows of lines and snapshots are not spoken of where the measure says enough: `revenue by month`. */
export function isSilentSubject({ subject }: Intent): boolean {
  return subject.kind === 'line' || subject.kind === 'snapshot';
}
