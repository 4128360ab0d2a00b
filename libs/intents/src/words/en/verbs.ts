import { arePeople, areStaff } from './people.js';

const OF_ITEMS: readonly (readonly [RegExp, string])[] = [
  [/\bsales? (order )?(line|item|detail)$/, 'sold'],
  [/\b(order|requisition) (line|item|detail)$/, 'ordered'],
  [/\binvoice (line|item|detail)$/, 'invoiced'],
  [/\bpurchase (line|item|detail)$/, 'purchased'],
  [/\b(shipment|delivery) (line|item|detail)$/, 'delivered'],
  [/\breturn (line|item|detail)$/, 'returned'],
];

/** What was done to the items of a document: products of order lines were ordered. Null where the name says nothing. */
export function doneToItems(line: string): string | null {
  return OF_ITEMS.find(([pattern]) => pattern.test(line))?.[1] ?? null;
}

const BY_PEOPLE: readonly (readonly [RegExp, string])[] = [
  [/\border$/, 'placed'],
  [/\b(payment|purchase|transaction|booking|reservation|deposit|withdrawal|transfer|donation|call)( made)?$/, 'made'],
  [/\b(review|comment|post|article|rating)$/, 'wrote'],
];

/** What people do with rows: customers place orders, staff handles them. Null where nothing is done. */
export function doneBy(people: string, row: string): string | null {
  if (areStaff(people)) {
    return 'handled';
  }
  return arePeople(people) ? (BY_PEOPLE.find(([pattern]) => pattern.test(row))?.[1] ?? null) : null;
}
