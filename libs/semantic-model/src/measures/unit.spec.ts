import { expect, it } from '@jest/globals';
import type { Concept } from '#libs/column-concepts';
import type { ColumnFacts } from '../roles/column-facts.js';
import { unitOf } from './unit.js';

const unitOfRate = (name: string, min: string, max: string, concept: Concept = 'rate'): string | undefined => {
  const facts = {
    column: { name, type: 'numeric(8,2)', comment: null },
    words: name.split('_'),
    concept,
    profile: { min, max },
  } as unknown as ColumnFacts;
  return unitOf(facts, { currencyField: null, unitField: null }, 'levies')?.kind;
};

it.each([
  ['tax_rate', '5', '19.6', 'percent'],
  ['yearly_interest_rate', '0.5', '12', 'percent'],
  ['tax_rate', '0.05', '0.19', 'share'],
  ['tax_rate', '5', '900', undefined],
  ['exchange_rate', '0.8', '7.2', undefined],
  ['heart_rate', '50', '99', undefined],
])('%s from %s to %s: %s', (name, min, max, kind) => {
  expect(unitOfRate(name, min, max)).toBe(kind);
});

it.each([
  ['length_ft', 'foot'],
  ['height_feet', 'foot'],
  ['floor_sq_ft', undefined],
])('%s is measured in: %s', (name, code) => {
  const facts = {
    column: { name, type: 'integer', comment: null },
    words: name.split('_'),
    concept: 'size',
    profile: { min: '20', max: '53' },
  } as unknown as ColumnFacts;
  expect(unitOf(facts, { currencyField: null, unitField: null }, 'sheds')?.code).toBe(code);
});
