import type { Measure, Order } from '../../intent.js';
import type { Names } from '../names.js';
import { extremesEn, measureNounEn, quantityNoun, superlativesEn } from './nouns.js';
import type { Parts } from './parts.js';

/** `…, from highest to lowest?`, `…, from most to fewest orders.` */
export function ordered(text: string, order: Order | null, { intent, names }: Parts): string {
  const measure = intent.measures[order?.by ?? 0];
  const ends = measure === undefined ? ['highest', 'lowest'] : orderEnds(measure, names);
  const [first, last] = order?.direction === 'asc' ? ends.toReversed() : ends;
  const several = measure !== undefined && intent.measures.length > 1;
  const what =
    measure?.form === 'count'
      ? names.entity(intent.subject).plural
      : measure && measureNounEn(measure, intent.subject, names);
  return text.replace(/[?.]?$/, (stop) => `, from ${first} to ${last}${several ? ` ${what}` : ''}${stop}`);
}

/** Durations run from longest to shortest, and lengths too; weights from heaviest to lightest. */
export function orderEnds(measure: Measure, names: Names): readonly string[] {
  if (measure.form === 'count' || measure.form === 'distinct') {
    return ['most', 'fewest'];
  }
  if (measure.form !== 'aggregate' && measure.form !== 'percentile') {
    return ['highest', 'lowest'];
  }
  const noun = quantityNoun(measure.of, names);
  const [high, low] = extremesEn(measure.of, noun);
  return high === 'longest' || EXTENT.test(noun) ? [high, low] : (superlativesEn(noun) ?? ['highest', 'lowest']);
}

/** Their ends are `largest` and `smallest`. */
const EXTENT = /\b(size|area|bytes)$/;
