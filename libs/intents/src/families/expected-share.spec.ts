import { describe, expect, it } from '@jest/globals';
import type { FieldValue } from '#libs/semantic-model';
import { entity, field, names, value } from '../../../../test/harness/model-builder.js';
import { intentOf, type Condition, type Intent } from '../intent.js';
import { fieldRef } from '../paths.js';
import { isPlausible } from '../plausible.js';
import { expectedShare } from './expected-share.js';

const rare = (text: string): FieldValue => ({ value: text, share: null, meaning: null });
/** Sails of a boatyard: four of the seven materials are too rare for the statistics. */
const material = field('material', 'text', names('material', '材质'), {
  role: 'dimension',
  distinctCount: 7,
  values: [value('cotton', 0.4), value('nylon', 0.3), value('hemp', 0.2), rare('silk'), rare('jute')],
});
/** Bulbs of a garden: the colours of a part are unknown. */
const colour = field('colour', 'text', names('colour', '花色'), {
  role: 'dimension',
  nullShare: 0.5,
  values: [value('red', 0.3), rare('blue')],
});
const price = field('price', 'numeric', names('price', '价格'), { role: 'measure', additivity: 'unit_price' });

describe('expectedShare', () => {
  it('is the measured one, else an equal part of the rest', () => {
    expect(expectedShare(material, 'nylon')).toBe(0.3);
    expect(expectedShare(material, 'silk')).toBeCloseTo(0.025);
    expect(expectedShare(colour, 'blue')).toBeCloseTo(0.2);
    expect(expectedShare(material, 'steel')).toBeNull();
    expect(expectedShare({ ...colour, values: [rare('red'), rare('blue')] }, 'red')).toBeNull();
  });

  it.each([
    ['sail', material, 'cotton', 40, true],
    ['sail', material, 'silk', 40, false],
    ['bulb', colour, 'red', 40, true],
    ['bulb', colour, 'blue', 40, false],
  ])('keeps the best five of %s %#', (table, column, text, rowCount, expected) => {
    const subject = entity(table, names(table, '货品/件'), [column, price], { rowCount });
    const where: Condition = {
      form: 'compare',
      of: fieldRef(subject, [], column),
      by: '=',
      value: { value: text, meaning: null },
    };
    const order = { by: 0, direction: 'desc', limit: 5 } as const;
    const five: Intent = intentOf(subject, { shown: [fieldRef(subject, [], price)], where, order });
    expect(isPlausible(five)).toBe(expected);
  });
});
