import type { Entity } from '#libs/semantic-model';
import { isPeople } from './families/people.js';
import type { Intent, Measure } from './intent.js';
import { isHappening } from './words/part.js';

type Ratio = Extract<Measure, { form: 'ratio' }>;

/** With fewer rows for each owner, the average is about one. */
const ROWS_PER_OWNER = 1.5;

/** Rows for each owner, by other groups than the time, or where each owner has one. */
export function isOddRatio({ measures, dimensions, subject }: Intent): boolean {
  const [measure] = measures;
  if (measure?.form !== 'ratio') {
    return false;
  }
  const groups =
    measure.under.form === 'distinct' ? (measure.under.path.at(-1)?.relationship.distinctCount ?? null) : null;
  const isOne = groups !== null && subject.rowCount !== null && subject.rowCount < groups * ROWS_PER_OWNER;
  const isOwn = measure.under.form === 'distinct' && measure.under.entity === subject;
  return (
    isOfSetUp(measure, subject) ||
    isOne ||
    isOwn ||
    isOfOtherEvent(measure, subject) ||
    subject.kind === 'snapshot' ||
    dimensions.some(({ form }) => form !== 'time')
  );
}

/** Payments for sales of cars, for each car: the sale is what they are for. */
function isOfOtherEvent({ under }: Ratio, subject: Entity): boolean {
  return (
    under.form === 'distinct' &&
    under.path.length === 2 &&
    under.path.slice(0, 1).some(({ target }) => isHappening(target)) &&
    subject.kind !== 'line' &&
    !isPeople(under.entity)
  );
}

/** Of fewer owners, people look at each. */
const OWNERS_TO_AVERAGE = 20;

/** How many tax rates a region has on average: what is set up once for a few owners is no flow. */
function isOfSetUp({ over, under }: Ratio, subject: Entity): boolean {
  const isSet = (subject.kind === 'thing' || subject.kind === 'lookup') && !isHappening(subject) && !isPeople(subject);
  return (
    over.form === 'count' &&
    under.form === 'distinct' &&
    isSet &&
    !isPeople(under.entity) &&
    under.entity.rowCount !== null &&
    under.entity.rowCount < OWNERS_TO_AVERAGE
  );
}
