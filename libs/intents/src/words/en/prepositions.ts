import type { Entity } from '#libs/semantic-model';

/** Rows are in a place or a group, from a partner, by a person at work; lines are of what they are part of. */
const PREPOSITIONS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(category|subcategory|group|class|department|region|area|city|country|state|province|store|shop|warehouse|location|branch|section|division|team|territory|district|playlist|album|catalog|genre|segment|industry|currency)$/,
    'in',
  ],
  [
    /\b(customer|supplier|vendor|user|member|client|company|seller|buyer|sender|manufacturer|brand|partner|producer|organization|publisher|account)$/,
    'from',
  ],
  [
    /\b(employee|author|artist|doctor|teacher|driver|operator|staff|creator|composer|sales ?person|agent|rep|representative)$/,
    'by',
  ],
];

/** `orders from customers`, `products in category`, `reviews for products`. */
export function prepositionFor(role: string, subject: Entity, target: Entity): string {
  if (subject.kind === 'line' && target.kind === 'event') {
    return 'of';
  }
  // People of a group belong to it; what they did comes from them.
  const found = PREPOSITIONS.find(([pattern]) => pattern.test(role))?.[1];
  return found === 'by' && subject.kind === 'thing' ? 'of' : (found ?? 'for');
}
