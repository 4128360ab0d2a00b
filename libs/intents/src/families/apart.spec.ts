import { describe, expect, it } from '@jest/globals';
import { entity, field, names } from '../../../../test/harness/model-builder.js';
import type { Condition, Dimension } from '../intent.js';
import { fieldRef } from '../paths.js';
import { isWithinPlace } from './apart.js';

const PLACES = ['country', 'state', 'city', 'plan'];
const customer = entity(
  'customer',
  names('customer', '客户/位'),
  PLACES.map((place) => field(place, 'text', names(place, '列'), { role: 'dimension' })),
  {},
);
const ref = (name: string) => {
  const found = customer.fields.find((own) => own.name === name);
  if (!found) {
    throw new Error(`no ${name}`);
  }
  return fieldRef(customer, [], found);
};
const within = (condition: string, group: string): boolean => {
  const where: Condition = { form: 'compare', of: ref(condition), by: '=', value: { value: 'x', meaning: null } };
  const dimension: Dimension = { form: 'field', of: ref(group) };
  return isWithinPlace(where, dimension);
};

describe('isWithinPlace', () => {
  it('is true for groups by a place that contains the one of the condition', () => {
    expect(within('city', 'country')).toBe(true);
    expect(within('city', 'state')).toBe(true);
    expect(within('state', 'state')).toBe(true);
  });

  it('is false for smaller places, and for what is no place', () => {
    expect(within('country', 'city')).toBe(false);
    expect(within('city', 'plan')).toBe(false);
    expect(within('plan', 'country')).toBe(false);
  });
});
