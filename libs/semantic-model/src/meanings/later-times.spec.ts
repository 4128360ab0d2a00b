import { expect, it } from '@jest/globals';
import type { ColumnFacts } from '../roles/column-facts.js';
import { missingTime } from './later-times.js';

it.each([
  ['delivered_on', null, 'not delivered yet'],
  ['requested_delivery_date', null, undefined],
  ['arrival_deadline', null, undefined],
  ['dhrq', '到货日期', 'not delivered yet'],
  ['cndhrq', '承诺到货日期', undefined],
])('a row without %s (%s): %s', (name, label, expected) => {
  const facts = { column: { name }, words: name.split('_') } as unknown as ColumnFacts;
  expect(missingTime(facts, label)?.en).toBe(expected);
});
