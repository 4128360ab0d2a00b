import { conjuncts, isSamePath, unitOf } from '../conditions.js';
import type { Entity } from '#libs/semantic-model';
import type { Condition, Dimension, FieldRef, Intent, Leaf, Path, Quantity } from '../intent.js';

/** The time of the rows themselves, or of the event that a line belongs to: `orders in 2023`. Things do not happen. */
export function isMainTime({ path, entity, field }: FieldRef): boolean {
  const isNear = path.length === 0 || (path.length === 1 && path[0]?.direction === 'out');
  return entity.time === field.name && (entity.kind !== 'thing' || isBrief(entity)) && isNear;
}

/** What lasts for minutes or hours: it is in the year in which it began, and is not counted in days. */
const BRIEF = /(^| )(trip|session|call|visit|flight|ride|shift|meeting|login|lesson|transaction|transfer|payment)$/;

export function isBrief({ name }: Entity): boolean {
  return BRIEF.test(name.en.text);
}

/** A period of the main time; it is spoken as the time of the whole sentence. */
export function isWhen(condition: Condition): condition is Extract<Leaf, { form: 'period' }> {
  return condition.form === 'period' && isMainTime(condition.of);
}

/** The condition compares the title of the entity that it is about: `category "Seafood"`. */
export function isTitle({ entity, field }: FieldRef): boolean {
  return entity.title.length === 1 && entity.title[0] === field.name;
}

/** Figures of one holder, or of each: of several together, a balance or a price of a day means something else. */
export function isOfOneHolder({ dimensions, where }: Intent): boolean {
  const isNamed = (condition: Condition): boolean =>
    condition.form === 'compare' && condition.by === '=' && condition.of.form === 'field' && isTitle(condition.of);
  return dimensions.some(({ form }) => form === 'entity') || conjuncts(where).some(isNamed);
}

/** A figure is in cents: read as the whole currency it would be a hundred times too much. */
export function isInCents({ measures }: Intent): boolean {
  return measures.some((measure) => {
    const of = measure.form === 'aggregate' || measure.form === 'percentile' ? measure.of : null;
    return of !== null && unitOf(of)?.code === 'cent';
  });
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

/** Rows of lines and snapshots are not spoken of where the measure or its groups say enough: `revenue by month`. */
export function isSilentSubject({ subject, measures, dimensions, where }: Intent): boolean {
  const isMetric = measures.every((measure) => measure.form === 'aggregate' && measure.of.form === 'metric');
  const isNarrowed = dimensions.length > 0 || (isMetric && where !== null);
  return (subject.kind === 'line' || subject.kind === 'snapshot') && isNarrowed;
}

/** The quantity that a condition is about; null for junctions and linked rows. */
export function quantityWithin(condition: Condition): Quantity | null {
  return 'of' in condition && !isList(condition.of) ? condition.of : null;
}

/** The condition is on the entity that the groups are: `which customers in Germany`. */
export function aboutGroup(condition: Condition, dimension: Dimension | undefined): boolean {
  const path = quantityWithin(condition)?.path ?? [];
  return dimension?.form === 'entity' && path.length > 0 && isSamePath(path, dimension.path) && !isWhen(condition);
}

/** Each entity at the end of the path has rows, as far as is known: none is left out where only those with rows are counted. */
export function areAllUsed({ path, entity }: { path: Path; entity: Entity }, where: Condition | null): boolean {
  const used = path.at(-1)?.relationship.distinctCount ?? null;
  // Each album has tracks, and none of these need be sold.
  const isFar = path.length > 1 && path[0]?.target.kind !== 'event';
  return !isFar && (used === null || entity.rowCount === null || (used >= entity.rowCount && where === null));
}

/** Something that took place: a row with a time and without a name, also where it went on for a while. */
export function isHappening({ kind, time, title, key }: Entity): boolean {
  return kind === 'event' || (kind === 'thing' && time !== null && title.every((column) => key.includes(column)));
}

/** Some rows, or what they refer to on the way, refer to none. */
export function leadsNowhere(path: Path, subject: Entity): boolean {
  return path.some((step, at) => mayBeNone([step], path[at - 1]?.target ?? subject));
}

/** Some rows refer to none. */
export function mayBeNone([step]: Path, { fields }: Entity): boolean {
  const [column] = step?.direction === 'out' ? step.relationship.fromFields : [];
  return (fields.find(({ name }) => name === column)?.nullShare ?? 0) > 0;
}
