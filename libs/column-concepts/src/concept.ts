/**
 * What the head noun of a column's name denotes: an `order number` is a number, a `number of orders` is a count.
 *
 * `identifier` … `version` are never measured. `class` groups rows. `amount` … `size` are measured. `name` … `binary` are
 * read or shown.
 */
export type Concept =
  | 'identifier'
  | 'code'
  | 'position'
  | 'bit_mask'
  | 'date_part'
  | 'year'
  | 'coordinate'
  | 'version'
  | 'class'
  | 'rating'
  | 'amount'
  | 'price'
  | 'quantity'
  | 'count'
  | 'stock'
  | 'balance'
  | 'limit'
  | 'rate'
  | 'discount'
  | 'duration'
  | 'bytes'
  | 'size'
  | 'score'
  | 'age'
  | 'pay'
  | 'name'
  | 'description'
  | 'address'
  | 'place'
  | 'locator'
  | 'digest'
  | 'time'
  | 'flag'
  | 'unit';

/** Concepts of numbers that a business adds up, averages or compares. */
export const QUANTITIES: ReadonlySet<Concept> = new Set<Concept>([
  'amount',
  'price',
  'quantity',
  'count',
  'stock',
  'balance',
  'limit',
  'rate',
  'discount',
  'duration',
  'bytes',
  'size',
  'score',
  'age',
  'pay',
]);

/** Concepts of numbers that name, place or order something. */
export const LABELS: ReadonlySet<Concept> = new Set<Concept>([
  'identifier',
  'code',
  'position',
  'bit_mask',
  'date_part',
  'coordinate',
  'version',
  'locator',
  'digest',
]);
