import { expect, it } from '@jest/globals';
import type { Concept } from '#libs/column-concepts';
import type { ColumnFacts } from '../roles/column-facts.js';
import { unitFieldOf } from './unit-field.js';

const column = (name: string, concept: Concept | null = null): ColumnFacts =>
  ({ column: { name }, words: name.split('_'), concept }) as unknown as ColumnFacts;

it.each([
  ['strength', 'size', ['strength_unit', 'form'], 'strength_unit'],
  ['weight', 'size', ['size', 'weight_unit_measure_code', 'size_unit_measure_code'], 'weight_unit_measure_code'],
  ['value', 'amount', ['unit', 'test_name'], 'unit'],
  ['dose_amt', 'amount', ['dose_unit', 'form'], 'dose_unit'],
  ['batch_value', 'price', ['batch_unit', 'form'], 'batch_unit'],
  ['batch', null, ['batches_unit', 'dose_unit'], null],
  ['unit_price', 'price', ['unit', 'quantity'], null],
  ['weight', 'size', ['business_unit', 'size'], null],
] as const)('%s (%s) beside %j', (name, concept, others, expected) => {
  const facts = column(name, concept);
  expect(unitFieldOf(facts, [facts, ...others.map((other) => column(other))])).toBe(expected);
});
