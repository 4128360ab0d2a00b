import type { Entity } from '#libs/semantic-model';
import { arePeople, areStaff } from './people.js';

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
  [/\b(type|kind|class|grade|model|brand|version|style)$/, 'of'],
  [
    /\b(author|artist|doctor|teacher|driver|creator|composer|director|instructor|physician|clinician|therapist|dentist|surgeon|practitioner|veterinarian)$/,
    'by',
  ],
  [/\b(student|pupil|patient|guest|visitor|donor|subscriber|tenant|passenger|reader)$/, 'by'],
  [/\b(shipper|carrier|courier|(ship|shipping|shipment|delivery) method)$/, 'shipped by'],
];

/** Ends of a way. */
const TO = /^(destination|receiver|recipient|consignee|arrival|drop ?off)\b/;
const FROM = /^(origin|source|sender|departure|pick ?up)\b/;
const TAUGHT = /(^| )(course|class|lesson|subject|section|session)$/;
const TEACHERS = /\b(teacher|instructor|professor|tutor|lecturer)$/;
/** People take part in it. */
const TAKES_PART = /\b(enrol?lment|registration|participation|membership)$/;
const TAKEN_PART = /\b(course|class|program|programme|event|club|plan|team|project|workshop|training)$/;

/** `orders from customers`, `products in category`, `reviews for products`. */
export function prepositionFor(role: string, subject: Entity, target: Entity): string {
  if (subject.kind === 'line' && target.kind === 'event') {
    return 'of';
  }
  if (TO.test(role)) {
    return 'to';
  }
  if (FROM.test(role)) {
    return 'from';
  }
  const noun = subject.name.en.text;
  if (SENT.test(noun) && /\b(customer|user|member|client|subscriber|patient|student)$/.test(role)) {
    return 'sent to';
  }
  if (/\b(treatment|therapy)$/.test(noun) && /\b(drug|medicine|medication)$/.test(role)) {
    return 'with';
  }
  if (/\b(campus|depot|station|airport|plant|site|school|hospital|clinic|gym|restaurant|hotel)$/.test(role)) {
    return 'at';
  }
  if (TEACHERS.test(role) && TAUGHT.test(noun)) {
    return 'taught by';
  }
  if (TAKES_PART.test(noun) && TAKEN_PART.test(role)) {
    return 'in';
  }
  if ((ASKED_OF.test(noun) && SELLERS.test(role)) || (GIVEN_TO.test(noun) && BUYERS.test(role))) {
    return 'to';
  }
  if (DONE_BY.test(noun) && (BUYERS.test(role) || arePeople(role))) {
    return 'by';
  }
  if (areStaff(role)) {
    // People of a group belong to it; what they did comes from them.
    return subject.kind === 'thing' ? 'of' : 'handled by';
  }
  if (subject.kind === 'snapshot' && PARTY.test(role)) {
    // Balances are of users, sales are from them.
    return 'of';
  }
  if (TRIPS.test(noun) && VEHICLES.test(role)) {
    return 'made by';
  }
  if (WORKS.test(noun) && MAKERS.test(role)) {
    return 'by';
  }
  const found = PREPOSITIONS.find(([pattern]) => pattern.test(role))?.[1];
  if (found !== undefined) {
    return found === 'by' && subject.kind === 'thing' ? 'of' : found;
  }
  return TRADES.test(subject.name.en.text) ? 'of' : 'for';
}

const TRIPS = /\b(trip|journey|ride|flight|voyage|tour)$/;
export const VEHICLES =
  /\b(vehicle|truck|lorry|car|van|bus|motorcycle|bike|bicycle|tractor|tram|train|ship|vessel|boat|plane|aircraft)$/;
/** Who made it stays its maker. */
const WORKS = /\b(book|novel|article|film|movie|song|album|painting|poem|play|photo|paper|work|title)$/;
const MAKERS = /\b(author|artist|creator|composer|director|writer|painter|photographer)$/;

/** Buyers send them to sellers: the goods come from there, and not the order. */
const ASKED_OF = /\b(purchase order|purchase request|requisition|tender)$/;
const SELLERS = /\b(vendor|supplier|seller|manufacturer)$/;
/** Sellers give them to buyers. */
const GIVEN_TO = /(?<!\b(purchase|vendor|supplier) )\b(invoice|bill|quote|quotation|refund|shipment|delivery|sale)$/;
const BUYERS = /\b(customer|client|user|member|buyer|account|subscriber|patient|student)s?$/;
/** People do them. */
const DONE_BY =
  /\b(rental|booking|reservation|visit|trip|call|appointment|session|login|download|transaction|transfer|withdrawal|deposit|purchase|shift|attendance)$/;

/** They are sent to people. */
const SENT = /\b(notification|reminder|alert|newsletter)$/;

const PARTY =
  /\b(customer|supplier|vendor|user|member|client|company|seller|merchant|partner|account|store|shop|product|item)$/;

/** What is done to things: sales of cars. */
const TRADES = /\b(sale|purchase|rental|price|shipment|delivery|copy|loan|installation)$/;
