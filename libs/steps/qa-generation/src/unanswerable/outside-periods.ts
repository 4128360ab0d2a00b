import { candidateOf, fieldRef, intentOf, SubjectParts } from '#libs/intents';
import type { Language } from '#libs/language';
import type { Entity, Field, ModelIndex } from '#libs/semantic-model';

/** Years between the data and the question: plans and late entries lie nearer. */
const DISTANCE = 3;
const DATED = /^(19|20)\d\d-/;

/**
 * An average over the rows of a year that none of the dates of the entity reaches: no row has one. A count or a sum would
 * have the right answer 0.
 * @param isBefore before the data, else after them
 * @returns null where the dates of the entity are not known as a whole, or nothing of its rows is averaged
 */
export function outsidePeriod(
  index: ModelIndex,
  entity: Entity,
  language: Language,
  isBefore: boolean,
): { readonly question: string; readonly sql: string } | null {
  const times = entity.fields.filter(({ typeCategory, role }) => typeCategory === 'D' && role !== 'technical');
  const time = times.find(({ name }) => name === entity.time);
  const years = times.map(yearsOf);
  if (!time || time.isArray || years.some((one) => one === null)) {
    return null;
  }
  const known = years.flatMap((one) => one ?? []);
  const year = isBefore ? Math.min(...known) - DISTANCE : Math.max(...known) + DISTANCE;
  const where = { form: 'period', of: fieldRef(entity, [], time), period: { unit: 'year', year } } as const;
  for (const measure of new SubjectParts(index, entity, language).averages) {
    const intent = intentOf(entity, { measures: [measure], where });
    const candidate = candidateOf({ name: 'unanswerable', isAsked: true }, intent, language);
    const [question] = candidate?.questions ?? [];
    if (candidate && question !== undefined) {
      return { question, sql: candidate.sql };
    }
  }
  return null;
}

/** Null where the range is not known, or has no ends. */
function yearsOf({ range, hasInfinity }: Field): number[] | null {
  const ends = [range?.min ?? '', range?.max ?? ''];
  return hasInfinity || ends.some((end) => !DATED.test(end)) ? null : ends.map((end) => Number(end.slice(0, 4)));
}
